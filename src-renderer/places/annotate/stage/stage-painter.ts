import Konva from 'konva';
import type { DrawnFace } from './draw-face.ts';
import { drawFace } from './draw-face.ts';
import { drawOverlay, type DrawnOverlay } from './draw-overlay.ts';
import { drawPrediction, type DrawnPrediction } from './draw-prediction.ts';
import type { Size, ViewTransform } from './view-transform.ts';

/** From this zoom on the image's own pixels are shown as squares. */
const squarePixelsFrom = 4;

/**
 * Draws on a Konva stage: the picture on one layer, each face as one shape on another, and the face that is worked on in front with
 * its frame, so that moving it draws none of the others again. Konva's own hit test is off (`listening: false`): pointers are handled
 * by the gestures. Nodes are kept and reused from one draw to the next.
 */
export class StagePainter {
  private readonly stage: Konva.Stage;
  private readonly pictureLayer = new Konva.Layer({ listening: false });
  private readonly faceLayer = new Konva.Layer({ listening: false });
  private readonly frontLayer = new Konva.Layer({ listening: false });
  private readonly picture = new Konva.Image({ image: undefined, listening: false, perfectDrawEnabled: false });
  private readonly shapes: Konva.Shape[] = [];
  private faces: readonly DrawnFace[] = [];
  private front: DrawnFace | null = null;
  private overlay: DrawnOverlay | null = null;
  private predictions: readonly DrawnPrediction[] = [];

  constructor(container: HTMLDivElement) {
    this.stage = new Konva.Stage({ container, width: 1, height: 1, listening: false });
    this.pictureLayer.add(this.picture);
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
          if (this.front) drawFace(context, this.front);
          if (this.overlay) drawOverlay(context, this.overlay);
        },
      }),
    );
    this.stage.add(this.pictureLayer, this.faceLayer, this.frontLayer);
  }

  resize(size: Size): void {
    this.stage.size(size);
  }

  /** `size` is that of the original image in px; the picture may have been sent smaller. */
  showPicture(picture: HTMLImageElement | null, size: Size): void {
    this.picture.image(picture ?? undefined);
    this.picture.size(size);
    this.picture.visible(picture !== null);
    this.pictureLayer.batchDraw();
  }

  place(view: ViewTransform): void {
    this.picture.position(view);
    this.picture.scale({ x: view.zoom, y: view.zoom });
    this.pictureLayer.imageSmoothingEnabled(view.zoom < squarePixelsFrom);
    this.pictureLayer.batchDraw();
  }

  /** The face that is worked on; only its layer is drawn again. */
  drawFront(face: DrawnFace | null): void {
    this.front = face;
    this.frontLayer.batchDraw();
  }

  /** Frame, boxes and marquee, over all faces. */
  drawOverlay(overlay: DrawnOverlay): void {
    this.overlay = overlay;
    this.frontLayer.batchDraw();
  }

  /** All other faces. Nothing is drawn when they are as they were. */
  drawFaces(faces: readonly DrawnFace[]): void {
    if (faces.length === this.faces.length && faces.every((face, index) => isDrawnSame(face, this.faces[index])))
      return;
    this.faces = faces;
    while (this.shapes.length < faces.length) this.shapes.push(this.addShape(this.shapes.length));
    this.shapes.forEach((shape, index) => shape.visible(index < faces.length));
    this.faceLayer.batchDraw();
  }

  /** Under the faces, so that labels stay in reach. */
  drawPredictions(predictions: readonly DrawnPrediction[]): void {
    this.predictions = predictions;
    this.faceLayer.batchDraw();
  }

  destroy(): void {
    this.stage.destroy();
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
