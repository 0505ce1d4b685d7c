import Konva from 'konva';
import type { DrawnFace } from './draw-face.ts';
import { drawFace } from './draw-face.ts';
import { drawPrediction, type DrawnPrediction } from './draw-prediction.ts';
import type { Size, ViewTransform } from './view-transform.ts';

/** From this zoom on the image's own pixels are shown as squares. */
const squarePixelsFrom = 4;

/**
 * Draws on a Konva stage: the picture on one layer, each face as one shape on another. Konva's own hit test is off (`listening: false`):
 * pointers are handled by the gestures. Nodes are kept and reused from one draw to the next.
 */
export class StagePainter {
  private readonly stage: Konva.Stage;
  private readonly pictureLayer = new Konva.Layer({ listening: false });
  private readonly faceLayer = new Konva.Layer({ listening: false });
  private readonly picture = new Konva.Image({ image: undefined, listening: false, perfectDrawEnabled: false });
  private readonly shapes: Konva.Shape[] = [];
  private faces: readonly DrawnFace[] = [];
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
    this.stage.add(this.pictureLayer, this.faceLayer);
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

  drawFaces(faces: readonly DrawnFace[]): void {
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
