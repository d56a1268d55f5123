// Labels a few texts with the embedded Spanish model. No Kafka, no network.
//   node examples/label-texts.mjs
import { Labeller, loadModel } from 'emostream';

const texts = [
  '¡Muchísimas gracias! Estoy feliz, ha sido un sueño precioso.',
  '¡Estoy harto de que siempre paguen los mismos! ¡Que dimitan hoy mismo!',
  'El partido empezó a las nueve.',
  '',
];

const model = await loadModel();
const labels = await new Labeller(model).label(texts);
labels.forEach((label, index) => {
  const answer = label.emotion === null ? label.reason : `${label.emotion} ${label.confidence.toFixed(2)}`;
  console.log(`${answer}\t${texts[index]}`);
});
await model.classifier.close();
