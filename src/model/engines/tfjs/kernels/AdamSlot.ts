import type { Tensor } from '@tensorflow/tfjs-core';

/** The numbers of one step of Adam (Kingma and Ba, 2015). */
export interface AdamStep {
  /** Counted from 1. */
  step: number;
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}

/** A parameter, and the gradient (of its shape) that moves it. */
export interface AdamUpdate<Slot extends AdamSlot = AdamSlot> {
  slot: Slot;
  gradient: Tensor;
}

/** What is kept of a parameter: its value and Adam's two moments of its gradient. */
export type AdamPart = 'value' | 'firstMoment' | 'secondMoment';

/** One parameter and its moments on the device. */
export interface AdamSlot {
  /** The value; owned by the slot, valid until it changes. */
  value(): Tensor;
  /** θ ← factor θ */
  scale(factor: number): void;
  /** A copy. */
  read(part: AdamPart): Float32Array;
  dispose(): void;
}
