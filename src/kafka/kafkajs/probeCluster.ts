import { setTimeout as sleep } from 'node:timers/promises';
import { EmostreamError } from '../../common/errors';
import { createKafka } from './createKafka';
import { kafkaFaultOf } from './kafkaErrors';
import type { KafkaSettings } from '../settings';

/**
 * Asks the cluster for its topics, through each of the named brokers at once until one answers: that takes the
 * whole way, TCP, TLS, SASL and the addresses that the brokers give for themselves.
 *
 * @param deadlineMs how long to wait
 * @throws EmostreamError `broker_unreachable` with the broker's address and the reason
 */
export async function probeCluster(settings: KafkaSettings, deadlineMs = 15_000): Promise<void> {
  const attempts = settings.brokers.map((broker) => probeBroker(settings, broker, deadlineMs));
  try {
    await Promise.any(attempts);
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
}

async function probeBroker(settings: KafkaSettings, broker: string, deadlineMs: number): Promise<void> {
  const kafka = createKafka({ ...settings, brokers: [broker] }, undefined, {
    connectionTimeout: deadlineMs,
    authenticationTimeout: deadlineMs,
    requestTimeout: deadlineMs,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  const over = new AbortController();
  try {
    const asked = admin.connect().then(() => admin.listTopics());
    const late = sleep(deadlineMs, undefined, { signal: over.signal, ref: false }).then(() => {
      throw new Error(`no answer in ${deadlineMs / 1000} s`);
    });
    await Promise.race([asked, late]);
  } catch (error) {
    throw unreachable(broker, settings, error);
  } finally {
    over.abort();
    void admin.disconnect().catch(() => undefined);
  }
}

function unreachable(broker: string, settings: KafkaSettings, cause: unknown): EmostreamError {
  const { reason, hint } = explain(broker, settings, cause);
  return new EmostreamError(`Kafka at ${broker} cannot be used: ${reason}`, {
    code: 'broker_unreachable',
    fault: 'environment',
    hint,
    cause,
  });
}

function explain(broker: string, settings: KafkaSettings, cause: unknown): { reason: string; hint: string } {
  const fault = kafkaFaultOf(cause);
  const code = String(fault.code ?? '');
  if (fault.broker !== undefined && fault.broker !== broker) {
    return {
      reason: `it answers, but names ${fault.broker} as a broker, which does not (${code || fault.message})`,
      hint: 'Start that broker, make its name reachable from here, or correct its advertised.listeners.',
    };
  }
  if (fault.name === 'KafkaJSSASLAuthenticationError' || fault.type === 'SASL_AUTHENTICATION_FAILED') {
    return {
      reason: `SASL refused the user "${settings.sasl?.username ?? ''}" (${fault.message})`,
      hint: 'Check KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and the password.',
    };
  }
  if (code === 'ECONNREFUSED') {
    return {
      reason: 'nothing listens there (ECONNREFUSED)',
      hint: 'Start the broker or correct KAFKA_BROKERS.',
    };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return {
      reason: `its name is not known here (${code})`,
      hint: 'Correct the host name in KAFKA_BROKERS.',
    };
  }
  if (/CERT|SIGNATURE|SELF_SIGNED|ERR_TLS/.test(code) || /certificate/i.test(fault.message)) {
    return {
      reason: `its TLS certificate was refused (${code || fault.message})`,
      hint: 'Set KAFKA_TLS_CA to the authority that signed it, or KAFKA_TLS_SERVERNAME to the name it is for.',
    };
  }
  if (code === 'EPROTO' || /wrong version number|SSL routines/i.test(fault.message)) {
    return { reason: 'it does not speak TLS on that port', hint: 'Unset KAFKA_TLS or use its TLS port.' };
  }
  if (/timeout|no answer/i.test(fault.message)) {
    return {
      reason: `it did not answer (${fault.message})`,
      hint: 'Check the address, the firewall, and whether that port wants TLS.',
    };
  }
  return {
    reason: fault.message,
    hint: 'Check the address, and whether that port wants TLS or a SASL user.',
  };
}
