/** Colours as numbers: how far apart two are for different eyes, and how they contrast. */

type Triple = readonly [number, number, number];

/** Linear red, green and blue, 0 … 1. */
export type Colour = Triple;

export type Sight = keyof typeof kSight;

/** What each kind of sight makes of linear RGB: the matrices of Machado, Oliveira and Fernandes (2009) at full severity. */
export const kSight = {
  all: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
} as const satisfies Readonly<Record<string, readonly Triple[]>>;

const times = (matrix: readonly Triple[], [x, y, z]: Triple): Triple =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;

const each = (colour: Triple, change: (part: number) => number): Triple => colour.map(change) as unknown as Triple;

const inGamut = (part: number): number => Math.min(1, Math.max(0, part));

/** Reads "oklch(L C h)". */
export function oklch(css: string): Colour {
  const [l = 0, c = 0, h = 0] = (/oklch\(([^)]*)\)/.exec(css)?.[1] ?? '').split(' ').map(Number);
  const angle = (h * Math.PI) / 180;
  const lab: Triple = [l, c * Math.cos(angle), c * Math.sin(angle)];
  const cones = times([[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.291485548]], lab);
  const linear = times(
    [[4.0767416621, -3.3077115913, 0.2309699292], [-1.2684380046, 2.6097574011, -0.3413193965], [-0.0041960863, -0.7034186147, 1.707614701]],
    each(cones, (part) => part ** 3),
  );
  return each(linear, inGamut);
}

function oklab(colour: Colour): Triple {
  const cones = times(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]],
    colour,
  );
  return times(
    [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]],
    each(cones, Math.cbrt),
  );
}

/** The distance in OKLab: about 0.02 can just be seen side by side. */
export function apart(a: Colour, b: Colour, sight: Sight): number {
  const [one, other] = [a, b].map((colour) => oklab(each(times(kSight[sight], colour), inGamut)));
  return Math.hypot(...(one ?? [0]).map((part, i) => part - (other?.[i] ?? 0)));
}

/** The contrast of WCAG: 1 … 21. */
export function contrast(a: Colour, b: Colour): number {
  const [one = 0, other = 0] = [a, b].map(([r, g, blue]) => 0.2126 * r + 0.7152 * g + 0.0722 * blue);
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}
