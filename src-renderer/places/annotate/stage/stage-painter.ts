import Konva from 'konva';
import type { Box } from '../../../../src-main/contract/index.ts';
import type { DrawnFace } from './draw-face.ts';
import { bothAreas, changedArea } from './changed-area.ts';
import { drawFace } from './draw-face.ts';
import { drawLabels } from './draw-labels.ts';
import { drawOverlay, type DrawnOverlay } from './draw-overlay.ts';
import { drawPicture, type DrawnPicture } from './draw-picture.ts';
import { drawPrediction, type DrawnPrediction } from './draw-prediction.ts';
import { areaOfTag, drawTag, type DrawnTag } from './draw-tag.ts';
import type { Size } from './view-transform.ts';

/**
 * Draws on a Konva stage: the picture on one layer, each face as one shape on another, and the face that is worked on in front with
 * its frame, so that moving it draws none of the others again, and of itself only what is about the landmarks that moved: what a
 * canvas says has changed is put together anew with all layers under it, which without a GPU takes longer than the drawing. Konva's own hit test is off (`listening: false`): pointers are handled
 * by the gestures. Nodes are kept and reused from one draw to the next.
 */
export class StagePainter {
  private readonly stage: Konva.Stage;
  private readonly pictureLayer = new Konva.Layer({ listening: false });
  private readonly faceLayer = new Konva.Layer({ listening: false });
  private readonly frontLayer = new Konva.Layer({ listening: false });
  private readonly shapes: Konva.Shape[] = [];
  private readonly due = new Set<Konva.Layer>();
  private frame = 0;
  private picture: DrawnPicture | null = null;
  private faces: readonly DrawnFace[] = [];
  private front: DrawnFace | null = null;
  private overlay: DrawnOverlay | null = null;
  private tag: DrawnTag | null = null;
  /** What the front layer shows. */
  private shown: { face: DrawnFace | null; overlay: DrawnOverlay | null; tagArea: Box | null } | null = null;
  private predictions: readonly DrawnPrediction[] = [];

  constructor(container: HTMLDivElement) {
    this.stage = new Konva.Stage({ container, width: 1, height: 1, listening: false });
    this.pictureLayer.add(
      new Konva.Shape({
        listening: false,
        perfectDrawEnabled: false,
        sceneFunc: (context) => {
          if (this.picture) drawPicture(context._context, this.picture, this.stage.size());
        },
      }),
    );
    this.faceLayer.add(
      new Konva.Shape({
        listening: false,
        perfectDrawEnabled: false,
        sceneFunc: (context) => {
          for (const prediction of this.predictions) drawPrediction(context, prediction);
        },
      }),
    );
    this.frontLayer.add(
      new Konva.Shape({
        listening: false,
        perfectDrawEnabled: false,
        sceneFunc: (context) => {
          this.paintFront(context._context);
        },
      }),
    );
    this.stage.add(this.pictureLayer, this.faceLayer, this.frontLayer);
  }

  resize(size: Size): void {
    this.stage.size(size);
  }

  drawPicture(picture: DrawnPicture | null): void {
    this.picture = picture;
    this.drawSoon(this.pictureLayer);
  }

  /** The face that is worked on; only its layer is drawn again. */
  drawFront(face: DrawnFace | null): void {
    this.front = face;
    this.drawSoon(this.frontLayer);
  }

  /** Beside the landmark that is moved. */
  drawTag(tag: DrawnTag | null): void {
    this.tag = tag;
    this.drawSoon(this.frontLayer);
  }

  /** Frame, boxes and marquee, over all faces. */
  drawOverlay(overlay: DrawnOverlay): void {
    this.overlay = overlay;
    this.drawSoon(this.frontLayer);
  }

  /** All other faces. Nothing is drawn when they are as they were. */
  drawFaces(faces: readonly DrawnFace[]): void {
    if (faces.length === this.faces.length && faces.every((face, index) => isDrawnSame(face, this.faces[index])))
      return;
    this.faces = faces;
    while (this.shapes.length < faces.length) this.shapes.push(this.addShape(this.shapes.length));
    this.shapes.forEach((shape, index) => shape.visible(index < faces.length));
    this.drawSoon(this.faceLayer);
  }

  /** Under the faces, so that labels stay in reach. */
  drawPredictions(predictions: readonly DrawnPrediction[]): void {
    this.predictions = predictions;
    this.drawSoon(this.faceLayer);
  }

  /** Draws what is due, without waiting for the next frame: for what became due in this one. */
  drawNow(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const due = [...this.due];
    this.due.clear();
    for (const layer of due) {
      const part = layer === this.frontLayer ? this.changedPart() : null;
      if (part) this.drawFrontPart(part);
      else layer.draw();
    }
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    this.stage.destroy();
  }

  /** Once a frame, however often it changes. */
  private drawSoon(layer: Konva.Layer): void {
    this.due.add(layer);
    this.frame ||= requestAnimationFrame(() => this.drawNow());
  }

  private paintFront(context: CanvasRenderingContext2D): void {
    const size = this.stage.size();
    if (this.front) {
      drawFace(context, this.front);
      drawLabels(context, this.front, size);
    }
    if (this.overlay) drawOverlay(context, this.overlay);
    const tagArea = this.tag && drawTag(context, this.tag, size);
    this.shown = { face: this.front, overlay: this.overlay, tagArea };
  }

  /** The part of the front layer that is to be drawn otherwise than it is, CSS px; null when it may be all of it. */
  private changedPart(): Box | null {
    const { shown, front } = this;
    if (!shown?.face || !front || shown.overlay !== this.overlay) return null;
    let area = changedArea(shown.face, front);
    const context = this.frontLayer.getContext()._context;
    for (const tagArea of [shown.tagArea, this.tag && areaOfTag(context, this.tag, this.stage.size())])
      if (area && tagArea) area = bothAreas(area, tagArea);
    return area;
  }

  private drawFrontPart({ x, y, width, height }: Box): void {
    const context = this.frontLayer.getContext()._context;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    context.clearRect(x, y, width, height);
    this.paintFront(context);
    context.restore();
  }

  private addShape(index: number): Konva.Shape {
    const shape = new Konva.Shape({
      listening: false,
      perfectDrawEnabled: false,
      sceneFunc: (context) => {
        const face = this.faces[index];
        if (face) drawFace(context, face);
      },
    });
    this.faceLayer.add(shape);
    return shape;
  }
}

/** Whether two faces would be drawn alike, told from what they are made of without looking into it. */
function isDrawnSame(face: DrawnFace, other: DrawnFace | undefined): boolean {
  const parts = Object.keys(face) as (keyof DrawnFace)[];
  return other !== undefined && parts.every((part) => face[part] === other[part]);
}
