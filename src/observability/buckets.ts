/** Upper bounds of the histograms' buckets, in base units; about three per power of ten for wide ranges. */
export const buckets = {
  confidence: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1],
  batchSegments: [1, 2, 4, 8, 16, 32, 64, 128, 256],
  batchTokens: [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384],
  paddingRatio: [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1],
  inferenceSeconds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  endToEndSeconds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
};
