/** The Python packages the TensorFlow runtime is taken from: pinned, with the hash of the one file per platform. */

export const tensorflowVersion = '2.21.0';

/**
 * @typedef {{ name: string; version: string; bytes: number; sha256: string }} Wheel
 * @typedef {'cpu' | 'cuda'} Variant
 */

/** @type {Wheel} */
const cpuX64 = {
  name: 'tensorflow-cpu',
  version: tensorflowVersion,
  bytes: 274_000_871,
  sha256: 'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb',
};

/** On 64-bit Arm the plain package is the one for the CPU. @type {Wheel} */
const cpuArm64 = {
  name: 'tensorflow',
  version: tensorflowVersion,
  bytes: 281_946_471,
  sha256: 'b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552',
};

/**
 * What TensorFlow's own extra `and-cuda` names, less the compiler (nothing is compiled at run time but by the driver) and
 * cuRAND (its libraries name no folder to find one in).
 *
 * @type {Wheel[]}
 */
const cudaX64 = [
  {
    name: 'tensorflow',
    version: tensorflowVersion,
    bytes: 572_611_111,
    sha256: 'b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0',
  },
  {
    name: 'nvidia-cublas-cu12',
    version: '12.9.3.13',
    bytes: 581_217_458,
    sha256: 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
  },
  {
    name: 'nvidia-cuda-cupti-cu12',
    version: '12.8.90',
    bytes: 10_248_621,
    sha256: 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
  },
  {
    name: 'nvidia-cuda-nvrtc-cu12',
    version: '12.9.86',
    bytes: 89_568_129,
    sha256: '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
  },
  {
    name: 'nvidia-cuda-runtime-cu12',
    version: '12.9.79',
    bytes: 3_493_179,
    sha256: '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
  },
  {
    name: 'nvidia-cudnn-cu12',
    version: '9.28.0.42',
    bytes: 716_538_495,
    sha256: '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
  },
  {
    name: 'nvidia-cufft-cu12',
    version: '11.4.1.4',
    bytes: 200_877_592,
    sha256: 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
  },
  {
    name: 'nvidia-cusolver-cu12',
    version: '11.7.5.82',
    bytes: 338_117_415,
    sha256: '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
  },
  {
    name: 'nvidia-cusparse-cu12',
    version: '12.5.10.65',
    bytes: 366_465_088,
    sha256: '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
  },
  {
    name: 'nvidia-nccl-cu12',
    version: '2.32.3',
    bytes: 351_526_311,
    sha256: 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
  },
  {
    name: 'nvidia-nvjitlink-cu12',
    version: '12.9.86',
    bytes: 39_748_338,
    sha256: 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
  },
];

/** @type {Record<string, { wheels: Wheel[]; platforms: string[]; unpackedBytes: number }>} */
const sets = {
  'linux-x64-cpu': { wheels: [cpuX64], platforms: ['manylinux_2_27_x86_64'], unpackedBytes: 854_000_000 },
  'linux-arm64-cpu': { wheels: [cpuArm64], platforms: ['manylinux_2_27_aarch64'], unpackedBytes: 900_000_000 },
  'linux-x64-cuda': {
    wheels: cudaX64,
    platforms: ['manylinux_2_27_x86_64', 'manylinux2014_x86_64'],
    unpackedBytes: 5_400_000_000,
  },
};

/**
 * The wheels for a platform, or null where TensorFlow publishes none that an addon can be built against here.
 *
 * @param {Variant} variant
 */
export function wheelsFor(variant, platform = process.platform, arch = process.arch) {
  return sets[`${platform}-${arch}-${variant}`] ?? null;
}
