/** Probabilities are told as whole percents. */
export const percent = (p: number): string => `${Math.round(100 * p)}%`;
