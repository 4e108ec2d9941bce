// Jaringan kecil di peramban: mengurai bobot, lalu menghitung satu citra ke depan.
//
// Berkas bobot (`weights/<nama>.js`) dibuat oleh tools/export_demo_models.py. Susunannya:
// `{input: [tinggi, lebar, kanal], layers: [...], data: base64}`. Data setiap lapisan berbobot
// berurutan: kernel [tap][kanal masuk][kanal keluar], skala float16 [blok][kanal keluar] (hanya
// int8), lalu bias float16. Satu blok memuat baris kernel yang sama banyak.
// Citra disimpan sebagai Float32Array berurutan baris, kolom, kanal.
"use strict";
window.Generatif ??= {};

(() => {
  const BYTES = { int8: 1, float16: 2 };

  function bytesFromBase64(text) {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  }

  function halfToNumber(bits) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }

  // Pembaca berurutan: setiap panggilan mengambil `count` bilangan berikutnya.
  function numberReader(bytes) {
    const view = new DataView(bytes.buffer);
    let position = 0;
    return (count, type) => {
      const values = new Float32Array(count);
      for (let i = 0; i < count; i++, position += BYTES[type]) {
        values[i] =
          type === "int8" ? view.getInt8(position) : halfToNumber(view.getUint16(position, true));
      }
      return values;
    };
  }

  // Kernel int8 dikalikan skala blok dan kanal keluarannya.
  function readWeights(layer, read) {
    const kernel = read(layer.weights, layer.type);
    if (layer.type === "int8") {
      const scales = read(layer.scales, "float16");
      const blockSize = (kernel.length / layer.scales) * layer.units;
      for (let i = 0; i < kernel.length; i++) {
        kernel[i] *= scales[Math.floor(i / blockSize) * layer.units + (i % layer.units)];
      }
    }
    return { ...layer, kernel, bias: read(layer.units, "float16") };
  }

  // sums[at ...] += nilai masukan [from ... from + count) kali kernel mulai `start`.
  function accumulate(sums, at, values, from, count, layer, start) {
    const { kernel, units } = layer;
    for (let i = 0; i < count; i++) {
      const value = values[from + i];
      if (value === 0) continue;
      const row = start + i * units;
      for (let j = 0; j < units; j++) sums[at + j] += value * kernel[row + j];
    }
  }

  function biasedImage(height, width, layer) {
    const values = new Float32Array(height * width * layer.units);
    for (let i = 0; i < values.length; i++) values[i] = layer.bias[i % layer.units];
    return { height, width, channels: layer.units, values };
  }

  function dense(image, layer) {
    const result = biasedImage(1, 1, layer);
    accumulate(result.values, 0, image.values, 0, image.values.length, layer, 0);
    return result;
  }

  // Ukuran keluaran dan banyak tepi nol di awal, seperti TensorFlow.
  function windowLayout(size, layer) {
    const { kernelSize, stride, padding } = layer;
    if (padding === "valid") return [Math.ceil((size - kernelSize + 1) / stride), 0];
    const outputs = Math.ceil(size / stride);
    return [outputs, Math.max((outputs - 1) * stride + kernelSize - size, 0) >> 1];
  }

  // Panggil visit(tap, letak di `small`, letak di `large`) untuk semua pasangan yang sah. Konvolusi
  // membaca `large` ke `small`; konvolusi transpos sebaliknya.
  function eachTap(small, large, layer, before, visit) {
    const { kernelSize, stride } = layer;
    for (let row = 0; row < small.height; row++) {
      for (let column = 0; column < small.width; column++) {
        for (let tap = 0; tap < kernelSize * kernelSize; tap++) {
          const y = row * stride + Math.floor(tap / kernelSize) - before[0];
          const x = column * stride + (tap % kernelSize) - before[1];
          if (y < 0 || x < 0 || y >= large.height || x >= large.width) continue;
          visit(tap, row * small.width + column, y * large.width + x);
        }
      }
    }
  }

  function convolve(image, layer) {
    const [height, top] = windowLayout(image.height, layer);
    const [width, left] = windowLayout(image.width, layer);
    const result = biasedImage(height, width, layer);
    const { channels, values } = image;
    eachTap(result, image, layer, [top, left], (tap, to, from) => {
      const start = tap * channels * layer.units;
      accumulate(result.values, to * layer.units, values, from * channels, channels, layer, start);
    });
    return result;
  }

  function convolveTransposed(image, layer) {
    const { stride, kernelSize } = layer;
    const result = biasedImage(image.height * stride, image.width * stride, layer);
    const before = (kernelSize - stride) >> 1;
    const { channels, values } = image;
    eachTap(image, result, layer, [before, before], (tap, from, to) => {
      const start = tap * channels * layer.units;
      accumulate(result.values, to * layer.units, values, from * channels, channels, layer, start);
    });
    return result;
  }

  function pool(image, layer) {
    const { channels } = image;
    const [height, top] = windowLayout(image.height, layer);
    const [width, left] = windowLayout(image.width, layer);
    const values = new Float32Array(height * width * channels).fill(-Infinity);
    const result = { height, width, channels, values };
    eachTap(result, image, layer, [top, left], (tap, to, from) => {
      for (let c = 0; c < channels; c++) {
        const at = to * channels + c;
        values[at] = Math.max(values[at], image.values[from * channels + c]);
      }
    });
    return result;
  }

  function upsample(image, { factor }) {
    const { channels } = image;
    const height = image.height * factor;
    const width = image.width * factor;
    const values = new Float32Array(height * width * channels);
    for (let i = 0; i < values.length; i++) {
      const pixel = Math.floor(i / channels);
      const row = Math.floor(Math.floor(pixel / width) / factor);
      const column = Math.floor((pixel % width) / factor);
      values[i] = image.values[(row * image.width + column) * channels + (i % channels)];
    }
    return { height, width, channels, values };
  }

  function reshape(image, { shape }) {
    return { height: shape[0], width: shape[1], channels: shape[2], values: image.values };
  }

  // Kanal ke blok piksel: kanal `factor` x baris + kolom menjadi piksel di dalam bloknya.
  function spreadChannels(image, { factor }) {
    const channels = image.channels / factor ** 2;
    const height = image.height * factor;
    const width = image.width * factor;
    const values = new Float32Array(image.values.length);
    for (let i = 0; i < values.length; i++) {
      const pixel = Math.floor(i / channels);
      const [row, column] = [Math.floor(pixel / width), pixel % width];
      const block = Math.floor(row / factor) * image.width + Math.floor(column / factor);
      const place = (row % factor) * factor + (column % factor);
      values[i] = image.values[block * image.channels + place * channels + (i % channels)];
    }
    return { height, width, channels, values };
  }

  const LAYERS = {
    dense,
    conv: convolve,
    transpose: convolveTransposed,
    pool,
    upsample,
    spread: spreadChannels,
    reshape,
  };

  const ACTIVATIONS = {
    linear: (value) => value,
    relu: (value) => Math.max(value, 0),
    leaky: (value, slope) => (value < 0 ? slope * value : value),
    sigmoid: (value) => 1 / (1 + Math.exp(-value)),
    tanh: (value) => Math.tanh(value),
  };

  function activate(values, { activation, slope }) {
    if (!activation || activation === "linear") return;
    const apply = ACTIVATIONS[activation];
    for (let i = 0; i < values.length; i++) values[i] = apply(values[i], slope);
  }

  class Network {
    constructor({ input, layers }, bytes) {
      const read = numberReader(bytes);
      this.input = input;
      this.layers = layers.map((layer) => (layer.weights ? readWeights(layer, read) : layer));
    }

    // Larik bilangan masuk, Float32Array keluar: satu contoh.
    run(values) {
      const [height, width, channels] = this.input;
      let image = { height, width, channels, values: Float32Array.from(values) };
      for (const layer of this.layers) {
        image = LAYERS[layer.kind](image, layer);
        activate(image.values, layer);
      }
      return image.values;
    }
  }

  const built = {};

  // Jaringan bernama; berkas bobotnya sudah dimuat, dan hanya diurai sekali.
  function network(name) {
    const entry = Generatif.weights[name];
    built[name] ??= new Network(entry, bytesFromBase64(entry.data));
    return built[name];
  }

  function readHalves(bytes) {
    return numberReader(bytes)(bytes.length / BYTES.float16, "float16");
  }

  Object.assign(Generatif, { Network, network, bytesFromBase64, readHalves });
})();
