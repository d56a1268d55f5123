/**
 * Learning rate that rises linearly from 0 over the warm-up and falls linearly to 0 at the last step
 * (transformers' get_linear_schedule_with_warmup). The first step of a warm-up has rate 0.
 *
 * @param step counted from 0
 */
export function linearSchedule(peak: number, warmupSteps: number, totalSteps: number) {
  return (step: number): number => {
    if (step < warmupSteps) return (peak * step) / warmupSteps;
    return peak * Math.max(0, (totalSteps - step) / Math.max(1, totalSteps - warmupSteps));
  };
}
