import { z } from 'zod';

const wantedIndex = 'a landmark is named by its number here, counted from 0 in the order of the list';
const landmarkIndexSchema = z.int(wantedIndex).nonnegative(wantedIndex);

/** The shape of a face, hand or body: ordered landmarks, their groups, contours and mirror pairs. */
export const landmarkSchemaSchema = z
  .object({
    /** Short name used on the command line, such as `face-58`. */
    name: z.string().min(1).max(100),
    title: z.string().max(200),
    landmarks: z
      .array(z.object({ name: z.string().min(1).max(100), group: z.string().min(1).max(100) }))
      .min(1)
      .max(2000),
    groups: z.array(
      z.object({
        name: z.string().min(1).max(100),
        colour: z.string().regex(/^#[0-9a-f]{6}$/, 'a colour is written as #rrggbb, in small letters'),
      }),
    ),
    /** Lines drawn through landmarks, in order. */
    contours: z.array(
      z.object({ name: z.string().max(100), landmarks: z.array(landmarkIndexSchema).min(2), closed: z.boolean() }),
    ),
    /** Pairs of landmarks that change places when the image is mirrored left to right. */
    mirrorPairs: z.array(z.tuple([landmarkIndexSchema, landmarkIndexSchema])),
    /** Outer corners of the two eyes: their distance divides the error in the inter-ocular NME. */
    outerEyeCorners: z.tuple([landmarkIndexSchema, landmarkIndexSchema]).nullable(),
    /** A plain drawing of the schema, one point a landmark, in 0..1 of a unit square; null where there is none. */
    template: z.array(z.tuple([z.number(), z.number()])).nullable(),
  })
  .superRefine((schema, context) => {
    const count = schema.landmarks.length;
    const groups = new Set(schema.groups.map((group) => group.name));
    const names = new Set<string>();
    for (const [index, landmark] of schema.landmarks.entries()) {
      if (names.has(landmark.name))
        context.addIssue({
          code: 'custom',
          path: ['landmarks', index],
          message: `two landmarks are named ${landmark.name}`,
        });
      names.add(landmark.name);
      if (!groups.has(landmark.group))
        context.addIssue({
          code: 'custom',
          path: ['landmarks', index],
          message: `group ${landmark.group} is not listed`,
        });
    }
    const indices = [
      ...schema.contours.flatMap((contour) => contour.landmarks),
      ...schema.mirrorPairs.flat(),
      ...(schema.outerEyeCorners ?? []),
    ];
    for (const index of indices)
      if (index >= count)
        context.addIssue({ code: 'custom', message: `landmark index ${index} is past the last (${count - 1})` });
    const groupTwice = schema.groups.find(
      ({ name }, place, all) => all.findIndex((other) => other.name === name) < place,
    );
    if (groupTwice)
      context.addIssue({ code: 'custom', path: ['groups'], message: `two groups are named ${groupTwice.name}` });
    const paired = schema.mirrorPairs.flat();
    const pairedTwice = paired.find((index, place) => paired.indexOf(index) < place);
    if (pairedTwice !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['mirrorPairs'],
        message: `landmark ${pairedTwice} is in two pairs, or paired with itself`,
      });
    if (schema.outerEyeCorners && schema.outerEyeCorners[0] === schema.outerEyeCorners[1])
      context.addIssue({ code: 'custom', path: ['outerEyeCorners'], message: 'the two eye corners are one landmark' });
    if (schema.template && schema.template.length !== count)
      context.addIssue({ code: 'custom', path: ['template'], message: `the template must have ${count} points` });
  });
export type LandmarkSchema = z.infer<typeof landmarkSchemaSchema>;

/**
 * The contour lines of a schema that run between learned landmarks, as pairs of places in `learned`.
 * `learned` holds indices into the schema, in the order of the recipe.
 */
export function learnedLines(
  contours: readonly { landmarks: readonly number[]; closed: boolean }[],
  learned: readonly number[],
): [number, number][] {
  const placeOf = new Map(learned.map((index, place) => [index, place]));
  return contours.flatMap(({ landmarks, closed }) =>
    landmarks.flatMap((index, step): [number, number][] => {
      const next = landmarks[step + 1] ?? (closed ? landmarks[0] : undefined);
      const [from, to] = [placeOf.get(index), next === undefined ? undefined : placeOf.get(next)];
      return from === undefined || to === undefined ? [] : [[from, to]];
    }),
  );
}
