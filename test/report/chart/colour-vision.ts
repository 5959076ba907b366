/**
 * Red, green and blue as seen by people who lack one kind of cone: Machado, Oliveira and Fernandes (2009),
 * severity 1.
 */
const VISIONS = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;

export type Vision = keyof typeof VISIONS;
export const ALL_VISIONS = Object.keys(VISIONS) as readonly Vision[];

/**
 * How different two colours (`#rrggbb`) look with this vision: Euclidean distance in Oklab (B. Ottosson,
 * 2020) times 100. About 2 is just noticeable.
 */
export function distance(one: string, other: string, vision: Vision): number {
  const [a, b] = [oklab(see(linear(one), vision)), oklab(see(linear(other), vision))];
  return 100 * Math.hypot(...a.map((value, index) => value - (b[index] ?? 0)));
}

function linear(hex: string): readonly number[] {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function times(matrix: readonly (readonly number[])[], vector: readonly number[]): readonly number[] {
  return matrix.map((row) => row.reduce((sum, factor, index) => sum + factor * (vector[index] ?? 0), 0));
}

function see(light: readonly number[], vision: Vision): readonly number[] {
  return times(VISIONS[vision], light).map((value) => Math.min(1, Math.max(0, value)));
}

function oklab(light: readonly number[]): readonly number[] {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    light,
  ).map(Math.cbrt);
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}
