import { Announcer } from './Announcer.js';
import { byId, setText } from './elements.js';
import { Emotions } from './Emotions.js';
import { showFigures, showHello } from './figures.js';
import { type ConnectionState, LiveConnection, mayRead } from './LiveConnection.js';
import { keepPlace, placeOf } from './place.js';
import type { Hello, Labels, Stats } from './protocol.js';
import { ShareChart } from './ShareChart.js';
import { askForToken } from './signIn.js';
import { StreamList } from './StreamList.js';
import { Transcript } from './Transcript.js';

/** Connects the parts of the page with the events of one connection. */
const transcript = new Transcript();
const chart = new ShareChart();
const announcer = new Announcer();
const streams = new StreamList(byId('streams'), choose);
const connection = new LiveConnection({
  state: showState,
  signIn: () => askForToken(start),
  events: { hello: greet, labels: showLabels, stats: showStats },
});

let emotions = new Emotions([]);
let instance: string | undefined;
let chosen = placeOf(location.hash).stream;

function greet(hello: Hello): void {
  if (instance !== undefined && instance !== hello.instance) {
    transcript.note('The tagger was restarted: some labels may be missing here.');
  }
  instance = hello.instance;
  emotions = new Emotions(hello.emotions);
  transcript.setEmotions(emotions);
  chart.setEmotions(emotions);
  showHello(hello);
}

function showLabels({ labels, missed }: Labels): void {
  if (missed) transcript.note('Some labels are missing here.');
  transcript.add(labels);
}

function showStats(stats: Stats): void {
  showFigures(stats);
  streams.show(stats);
  chart.show(stats.window);
  transcript.showStreams(chosen === '' && stats.streams.length > 1);
  transcript.showWaiting();
  announcer.stats(stats, emotions.names);
}

function showState(state: ConnectionState): void {
  const pill = byId('connection');
  pill.dataset['state'] = state;
  setText(pill, state);
  announcer.connection(state);
}

function choose(streamId: string): void {
  chosen = streamId;
  keepPlace(streamId);
  streams.mark(streamId);
  transcript.clear();
  setText(byId('transcript-title'), streamId === '' ? 'Transcript' : `Transcript of ${streamId}`);
  document.title = `${streamId === '' ? 'emostream' : streamId}, live`;
  connection.read(streamId);
}

function start(): void {
  byId('live').hidden = false;
  choose(chosen);
}

async function open(): Promise<void> {
  const { token } = placeOf(location.hash);
  keepPlace(chosen);
  // If the tagger does not answer now, the connection tries again.
  const allowed = await mayRead(token ?? undefined).catch(() => true);
  if (allowed) start();
  else askForToken(start);
}

void open();
