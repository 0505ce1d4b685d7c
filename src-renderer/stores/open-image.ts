import type { ComputedRef, ShallowRef } from 'vue';
import type { ImageDetail, Instance, LandmarkSchema } from '../../src-main/contract/index.ts';

/** The image that is open, as the parts of the annotation store share it. */
export interface OpenImage {
  schema: ShallowRef<LandmarkSchema | null>;
  image: ShallowRef<ImageDetail | null>;
  /** As drawn: what is saved, with what is not saved yet on top. */
  instances: ShallowRef<readonly Instance[]>;
  readOnly: ComputedRef<boolean>;
}
