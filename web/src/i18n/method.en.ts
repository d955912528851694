import type { MethodMessages } from "./method.ko";

/** The same in English. */
export const methodEn: MethodMessages = {
  title: "Method",
  lead: "How imfact judges a headline, and how often the judgement holds.",
  meaning: "What a verdict means",
  meaningText: [
    "The clickbait probability is the probability that two of three careful readers who follow the same guide call the headline clickbait after reading it and the opening of the article.",
    "We look at a headline’s wording and at whether the body carries it. We do not judge whether something is true, or whether a person or an outlet can be trusted.",
  ],
  signals: {
    style: "How far the wording reads as bait, and which words make it so.",
    match:
      "The probability that the body does not carry the headline: missing words, sentences that say otherwise.",
    coherence: "The probability that paragraphs of another text or advertising are mixed in.",
  },
  bands: {
    suspected: "At least one probability is clearly above its threshold.",
    unsure:
      "Too near the threshold to say. Also where the body is missing, behind a paywall or not in Korean.",
    low: "Every measured probability is clearly below its threshold.",
  },
  trustText:
    "Headline trust is one number for reading and sorting: 100 minus the largest of the three probabilities. The API always gives the probabilities too.",
  gaugeText:
    "On the scale, the shade is where we stay unsure, the tick the threshold, the dot the trust, the line through the dot its 90% interval.",
  marks: "Thresholds in force",
  threshold: "Threshold",
  unsureBand: "Unsure between",
  baseRate: "Assumed share of clickbait",
  between: (from, to) => `${from} and ${to}`,
  noBand: "This probability has no threshold and does not change the verdict.",
  derived: "How they were set",
  englishOnly: "As recorded.",
  versions: "Versions in force",
  model: "Model",
  encoder: "Encoder",
  policy: "Policy",
  trainedOn: "What it learned from",
  none: "This version of the model brings no figures.",
  noneHint: "They will appear here once a version with figures is in force.",
  nothing: "This version does not bring them.",
  reliability: "Said and seen",
  reliabilityText:
    "The nearer the dots are to the diagonal, the better a probability means what it says. A larger dot stands for more headlines. Of the model alone, at the share of bait that the data have.",
  reliabilityImage: (bins, rows) =>
    `Calibration of ${rows} headlines in ${bins} bins. The values are in the table that follows.`,
  said: "Said",
  seen: "Seen",
  rows: "Headlines",
  risk: "Errors and coverage",
  riskText:
    "The share of headlines that can get a verdict while both kinds of error stay below a limit. Of the model alone; with lexicon and rules it stands above, under “How they were set”.",
  riskAt: "Errors at most",
  coverage: "Get a verdict",
  figures: "Measured figures",
  figuresText: "Each with a baseline beside it, the data, and whose readings they are.",
  figure: {
    auroc: "Area under ROC",
    average_precision: "Average precision",
    spearman: "Rank correlation",
    ece: "Calibration error (ECE)",
    brier: "Brier score",
  },
  figureMeans: {
    auroc: "How often a problem is ranked above none. 0.5 is a coin toss, 1 is always.",
    average_precision: "Precision averaged down the ranking. Higher is better.",
    spearman: "How alike our order and the readers’ order are. 1 is the same.",
    ece: "Mean distance between said and seen. Lower is better.",
    brier: "Mean squared distance between probability and outcome. Lower is better.",
  },
  baseline: "Baseline",
  noBaseline: "no baseline",
  data: "Data",
  readings: "Readings",
  count: (n) => `${n} rows`,
  weaknesses: "Known weaknesses",
  older: "Other versions judge by now.",
};
