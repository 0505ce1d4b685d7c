import { randomFor, type Random } from './random.ts';
import { darker, mix, type Colour } from './svg.ts';

export const PEOPLE = 40;

/** How a face departs from the mean face; 0 is the mean, in the units of the head model unless said otherwise. */
export interface FaceShape {
  /** Factors. */
  width: number;
  length: number;
  jawWidth: number;
  chinWidth: number;
  eyeSize: number;
  eyeOpening: number;
  noseWidth: number;
  noseLength: number;
  mouthWidth: number;
  lipFullness: number;
  browThickness: number;
  /** Shifts. */
  eyeSpacing: number;
  eyeTilt: number;
  browHeight: number;
  browTilt: number;
  browArch: number;
  mouthHeight: number;
  /** Small differences between the two sides, one for each landmark group. */
  asymmetry: { eyes: number; brows: number; mouth: number; nose: number };
}

export type HairStyle =
  'crop' | 'side part' | 'quiff' | 'curls' | 'receding' | 'bald' | 'long' | 'bob' | 'fringe' | 'bun';
export type Beard = 'none' | 'stubble' | 'full' | 'moustache' | 'goatee';
export type Clothing = 'crew neck' | 'v-neck' | 'shirt' | 'polo neck' | 'hoodie';

export interface Person {
  sex: 'm' | 'f';
  /** Two digits, as in the file's name. */
  group: string;
  shape: FaceShape;
  skin: { base: Colour; shade: Colour; light: Colour; blush: Colour; lips: Colour };
  hair: { style: HairStyle; colour: Colour; /** Which side the parting is on. */ side: 1 | -1; volume: number };
  beard: Beard;
  eyes: Colour;
  glasses: { colour: Colour; round: boolean; thickness: number } | null;
  clothing: { kind: Clothing; colour: Colour };
  /** 0 to 1. */
  age: number;
  makeUp: number;
  freckles: boolean;
}

/** Skin from fair to deep, with the colour it takes in the shade. */
const SKINS = [
  ['#f6d7c3', '#c98f78'],
  ['#f1c9ac', '#bd8263'],
  ['#e8b995', '#aa704f'],
  ['#dba87e', '#98623f'],
  ['#c68e63', '#80502f'],
  ['#a97049', '#683e24'],
  ['#8a5638', '#50301d'],
  ['#6b402a', '#3b2216'],
] as const satisfies [Colour, Colour][];

const DARK_HAIR = ['#16110f', '#231812', '#33221a', '#1c1a1e'] as const;
const LIGHT_HAIR = ['#4b3020', '#6a4528', '#8b5a30', '#a9763f', '#c99b58', '#dbb878', '#7c3a1d', '#a04a22'] as const;
const GREY_HAIR = ['#8d8a88', '#b5b2af', '#6c6968', '#d4d1cc'] as const;
const DARK_EYES = ['#3b2415', '#4a2e1a', '#2c1b12'] as const;
const LIGHT_EYES = ['#4f7ba0', '#5f8f7a', '#7a8b4e', '#7b96a8', '#6b4a2b', '#80603a'] as const;
const CLOTHES = [
  '#2f3e55',
  '#7b2d34',
  '#355e4a',
  '#3a3a3f',
  '#b9b4a8',
  '#47617e',
  '#a5663a',
  '#5d4a73',
  '#d9d5cc',
  '#1f2a30',
  '#c49a3c',
  '#6f7f87',
] as const;

/** Everything about a person that stays the same from picture to picture. */
export function describePerson(seed: number, identity: number): Person {
  const random = randomFor(seed, 'person', identity);
  const sex = random.chance(0.5) ? 'm' : 'f';
  const age = random.uniform(0, 1);
  const skinTone = random.uniform(0, SKINS.length - 1.001);
  const [paler, deeper] = [SKINS[Math.floor(skinTone)] ?? SKINS[0], SKINS[Math.floor(skinTone) + 1] ?? SKINS[0]];
  const part = skinTone % 1;
  const base = mix(paler[0], deeper[0], part);
  const shade = mix(paler[1], deeper[1], part);
  const isDark = skinTone > 3.5 || random.chance(0.3);
  const isGrey = age > 0.72 && random.chance(0.6);
  const hair = isGrey ? random.pick(GREY_HAIR) : random.pick(isDark ? DARK_HAIR : LIGHT_HAIR);
  const lipTint = mix(shade, '#b23a48', skinTone > 4.5 ? 0.28 : 0.45);
  const makeUp = sex === 'f' && random.chance(0.55) ? random.uniform(0.4, 1) : 0;
  return {
    sex,
    group: String(identity).padStart(2, '0'),
    shape: describeShape(random, sex, age),
    skin: {
      base,
      shade,
      light: mix(base, '#fff4e6', 0.5),
      blush: mix(base, '#d0413a', 0.42),
      lips: mix(mix(base, lipTint, 0.7), random.pick(['#a8243a', '#b8434a', '#8c2a3f']), makeUp * 0.55),
    },
    hair: {
      style: pickHair(random, sex, age),
      colour: hair,
      side: random.chance(0.5) ? 1 : -1,
      volume: random.uniform(0, 1),
    },
    beard:
      sex === 'm' && random.chance(0.45)
        ? random.pick(['stubble', 'stubble', 'full', 'full', 'moustache', 'goatee'])
        : 'none',
    eyes: random.pick(isDark ? DARK_EYES : LIGHT_EYES),
    glasses: random.chance(0.27)
      ? {
          colour: random.pick(['#1a1a1c', '#3d2a1e', '#5b6470', '#6e1f26', '#232a44']),
          round: random.chance(0.45),
          thickness: random.uniform(2, 4.2),
        }
      : null,
    clothing: {
      kind: random.pick(['crew neck', 'crew neck', 'v-neck', 'shirt', 'polo neck', 'hoodie']),
      colour: random.pick(CLOTHES),
    },
    age,
    makeUp,
    freckles: skinTone < 2 && random.chance(0.25),
  };
}

function describeShape(random: Random, sex: 'm' | 'f', age: number): FaceShape {
  const male = sex === 'm' ? 1 : 0;
  return {
    width: random.normal(1, 0.045),
    length: random.normal(1 + 0.02 * male, 0.05),
    jawWidth: random.normal(0.97 + 0.06 * male, 0.04),
    chinWidth: random.normal(0.95 + 0.14 * male, 0.1),
    eyeSize: random.normal(1.06 - 0.05 * male, 0.07),
    eyeOpening: random.normal(1.08 - 0.1 * male - 0.08 * age, 0.13),
    noseWidth: random.normal(0.96 + 0.1 * male, 0.1),
    noseLength: random.normal(1 + 0.03 * age, 0.06),
    mouthWidth: random.normal(1, 0.08),
    lipFullness: random.normal(1.1 - 0.12 * male - 0.12 * age, 0.16),
    browThickness: random.normal(0.74 + 0.34 * male, 0.14),
    eyeSpacing: random.normal(0, 0.025),
    eyeTilt: random.normal(-0.015, 0.022),
    browHeight: random.normal(0.03 * (1 - 2 * male), 0.035),
    browTilt: random.normal(-0.03, 0.03),
    browArch: random.normal(0, 0.025),
    mouthHeight: random.normal(0, 0.03),
    asymmetry: {
      eyes: random.normal(0, 0.012),
      brows: random.normal(0, 0.018),
      mouth: random.normal(0, 0.015),
      nose: random.normal(0, 0.015),
    },
  };
}

function pickHair(random: Random, sex: 'm' | 'f', age: number): HairStyle {
  if (sex === 'f') return random.pick(['long', 'long', 'bob', 'fringe', 'bun', 'curls', 'side part']);
  if (age > 0.6 && random.chance(0.45)) return random.pick(['receding', 'bald']);
  return random.pick(['crop', 'side part', 'quiff', 'curls', 'crop', 'bald']);
}

/** Brows are darker than the hair and never quite white. */
export function browColour(person: Person): Colour {
  return darker(mix(person.hair.colour, '#3a2a20', 0.25), 0.28);
}
