import type { LayersModel, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { batchNormTraining } from './batch-norm.ts';
import { maxPoolTraining } from './max-pool.ts';

type Layer = LayersModel['layers'][number];
type Call = (inputs: Tensor | Tensor[], settings: { training?: boolean }) => Tensor | Tensor[];
type Padding = 'valid' | 'same';

interface Weight<Value extends Tensor> {
  read(): Value;
  write(value: Value): void;
}

/** What tfjs keeps in its layers and does not declare. */
interface Convolution extends Omit<Layer, 'call'> {
  call: Call;
  kernel: Weight<Tensor4D>;
  bias: Weight<Tensor1D> | null;
  strides: [number, number];
  dilationRate: [number, number];
  padding: Padding;
  activation: { apply(values: Tensor): Tensor; getClassName(): string } | null;
}

interface Pooling extends Omit<Layer, 'call'> {
  call: Call;
  poolSize: [number, number];
  strides: [number, number];
  padding: Padding;
}

interface Normalisation extends Omit<Layer, 'call'> {
  call: Call;
  gamma: Weight<Tensor1D> | null;
  beta: Weight<Tensor1D> | null;
  movingMean: Weight<Tensor1D>;
  movingVariance: Weight<Tensor1D>;
  epsilon: number;
  momentum: number;
  axis: number;
}

/**
 * Makes a model's layers compute faster where they are called for training; the model, its weights, its description and
 * what its layers give otherwise stay the same, so that it is saved as the plain layers model that it is.
 *
 * - A max-pool that alone follows a convolution is done before bias and ReLU, which then have a quarter of the elements:
 *   max(relu(x + b)) = relu(max(x) + b) to the last bit, as adding and ReLU keep the order.
 * - The gradient for the input is made only where it is asked for: tfjs makes it always where a convolution has no
 *   activation of its own, for the picture too.
 * - Batch normalisation over the channels of pictures is `batchNormTraining`. The moving variance is averaged with
 *   Bessel's correction, as in PyTorch; tfjs leaves it out. One that is not trainable works as in inference: its moving
 *   averages stay.
 */
export function speedUpTraining(tf: TensorFlow, model: LayersModel): void {
  for (const layer of model.layers) {
    if (layer.getClassName() === 'BatchNormalization') normaliseNatively(tf, layer as unknown as Normalisation);
    if (layer.getClassName() !== 'Conv2D') continue;
    const convolution = layer as unknown as Convolution;
    const pooling = poolingAfter(model, layer);
    if (pooling) passOn(pooling);
    convolveNatively(tf, convolution, pooling);
  }
}

/** The max-pool whose only input is this layer and which alone takes what the layer gives, if it may come before the activation. */
function poolingAfter(model: LayersModel, layer: Layer): Pooling | null {
  const { activation } = layer as unknown as Convolution;
  const [next, ...others] = layer.outboundNodes.map((node) => node.outboundLayer);
  const keepsOrder = !activation || ['relu', 'linear'].includes(activation.getClassName());
  if (!keepsOrder || others.length > 0 || next?.getClassName() !== 'MaxPooling2D') return null;
  if (layer.inboundNodes.length > 1 || next.inboundNodes.length > 1) return null;
  return model.outputLayers.includes(layer) ? null : (next as unknown as Pooling);
}

function convolveNatively(tf: TensorFlow, layer: Convolution, pooling: Pooling | null): void {
  const otherwise = layer.call.bind(layer);
  layer.call = (inputs, settings) => {
    if (!settings.training) return otherwise(inputs, settings);
    return tf.tidy(() => {
      const picture = [inputs].flat()[0] as Tensor4D;
      let maps: Tensor = tf.conv2d(
        picture,
        layer.kernel.read(),
        layer.strides,
        layer.padding,
        'NHWC',
        layer.dilationRate,
      );
      if (pooling) {
        const { poolSize, strides, padding } = pooling;
        maps = maxPoolTraining(tf, maps as Tensor4D, { filterSize: poolSize, strides, pad: padding });
      }
      if (layer.bias) maps = tf.add(maps, layer.bias.read());
      return layer.activation ? layer.activation.apply(maps) : maps;
    });
  };
}

/** In training the convolution before it has done its work. */
function passOn(layer: Pooling): void {
  const otherwise = layer.call.bind(layer);
  layer.call = (inputs, settings) => (settings.training ? inputs : otherwise(inputs, settings));
}

function normaliseNatively(tf: TensorFlow, layer: Normalisation): void {
  const otherwise = layer.call.bind(layer);
  layer.call = (inputs, settings) => {
    if (!layer.trainable) return otherwise(inputs, { ...settings, training: false });
    const x = [inputs].flat()[0] as Tensor4D;
    const { gamma, beta } = layer;
    const overChannels = x.rank === 4 && (layer.axis === -1 || layer.axis === 3);
    if (!settings.training || !overChannels || !gamma || !beta) return otherwise(inputs, settings);
    return tf.tidy(() => {
      const { y, mean, variance } = batchNormTraining(tf, x, gamma.read(), beta.read(), layer.epsilon);
      moveTowards(layer.movingMean, mean, layer.momentum);
      moveTowards(layer.movingVariance, variance, layer.momentum);
      return y;
    });
  };
}

/** moving = momentum · moving + (1 - momentum) · value */
function moveTowards(moving: Weight<Tensor1D>, value: Tensor1D, momentum: number): void {
  const before = moving.read();
  moving.write(before.add(value.sub(before).mul(1 - momentum)));
}
