/** The words of the page on method and quality. */
export const methodKo = {
  title: "방법",
  lead: "imfact가 제목을 어떻게 판정하는지, 그 판정이 얼마나 맞는지 적습니다.",
  meaning: "판정이 뜻하는 것",
  meaningText: [
    "낚시 확률은 같은 지침을 따르는 꼼꼼한 독자 세 사람 가운데 둘이 제목과 기사 첫머리를 읽고 이 제목을 낚시라고 부를 확률입니다.",
    "제목의 표현과, 본문이 그 제목을 뒷받침하는지만 봅니다. 내용이 사실인지, 사람이나 언론사가 믿을 만한지는 판단하지 않습니다.",
  ],
  signals: {
    style: "제목의 표현이 낚시로 읽히는 정도입니다. 어떤 말이 그렇게 만드는지 짚어 드립니다.",
    match: "본문이 제목의 말을 뒷받침하지 않을 확률입니다. 빠진 말과 어긋나는 문장을 찾습니다.",
    coherence: "다른 글의 문단이나 광고가 섞였을 확률입니다.",
  },
  bands: {
    suspected: "확률 하나라도 기준을 확실히 넘었습니다.",
    unsure:
      "기준에 가까워 어느 쪽이라고 말하지 않습니다. 본문이 없거나 유료이거나 한국어가 아닐 때도 보류합니다.",
    low: "재어 본 확률이 모두 기준보다 확실히 낮습니다.",
  },
  trustText:
    "제목 신뢰도는 읽고 줄 세우기 위한 숫자입니다. 세 확률 가운데 가장 큰 것을 100에서 뺍니다. API는 확률도 함께 줍니다.",
  gaugeText: "눈금의 음영은 판단을 보류하는 구간, 세로줄은 기준, 점은 신뢰도, 점의 가로줄은 90% 구간입니다.",
  marks: "지금 쓰는 기준",
  threshold: "기준",
  unsureBand: "보류 구간",
  baseRate: "낚시 제목의 비율 가정",
  between: (from: string, to: string) => `${from}–${to}`,
  noBand: "이 확률에는 기준이 없어 판정을 바꾸지 않습니다.",
  derived: "기준을 정한 방법",
  englishOnly: "기록은 영어로 남깁니다.",
  versions: "지금 쓰는 버전",
  model: "모델",
  encoder: "인코더",
  policy: "정책",
  trainedOn: "무엇으로 배웠나",
  none: "이 모델 버전은 잰 수치를 싣고 있지 않습니다.",
  noneHint: "수치가 있는 버전으로 바뀌면 이곳에 놓입니다.",
  nothing: "이 버전에는 싣지 않았습니다.",
  reliability: "말한 확률과 실제",
  reliabilityText:
    "점이 대각선에 가까울수록 말한 만큼 맞습니다. 점의 크기는 제목 수입니다. 모델만으로, 낚시 비율을 자료에 있는 그대로 두고 쟀습니다.",
  reliabilityImage: (bins: number, rows: number) =>
    `제목 ${rows}건을 ${bins}개로 나눈 보정 그림. 값은 이어지는 표에 있습니다.`,
  said: "말한 확률",
  seen: "실제 비율",
  rows: "제목 수",
  risk: "오류와 판정 범위",
  riskText:
    "두 종류의 오류를 모두 이 아래로 둘 때, 보류하지 않고 판정할 수 있는 제목의 몫입니다. 모델만으로 쟀습니다. 사전과 규칙까지 더한 값은 위의 ‘기준을 정한 방법’에 있습니다.",
  riskAt: "허용하는 오류",
  coverage: "판정하는 제목",
  figures: "잰 수치",
  figuresText: "수치마다 비교할 기준선과 자료, 그 자료를 누가 읽었는지 함께 적습니다.",
  figure: {
    auroc: "AUROC",
    average_precision: "평균 정밀도",
    spearman: "순위 상관",
    ece: "보정 오차 (ECE)",
    brier: "브라이어 점수",
  },
  figureMeans: {
    auroc: "문제 있는 쪽을 더 높게 매길 확률. 0.5면 동전 던지기, 1이면 언제나.",
    average_precision: "높게 매긴 것 가운데 맞은 몫을 고르게 센 값. 높을수록 좋습니다.",
    spearman: "매긴 차례가 판독의 차례와 얼마나 같은지. 1이면 같습니다.",
    ece: "말한 확률과 실제 비율의 평균 차이. 낮을수록 좋습니다.",
    brier: "확률과 결과의 차이를 제곱해 평균한 값. 낮을수록 좋습니다.",
  },
  baseline: "기준선",
  noBaseline: "견줄 기준선 없음",
  data: "자료",
  readings: "판독",
  count: (n: string) => `${n}건`,
  weaknesses: "알려진 약점",
  older: "지금은 다른 버전으로 판정합니다.",
};

export type MethodMessages = typeof methodKo;
