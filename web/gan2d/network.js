"use strict";
// Jaringan terhubung penuh kecil dengan turunan balik yang ditulis tangan, dan pengoptimal Adam.
//
// Mengapa bukan pustaka: turunan MLP hanya perkalian matriks; TensorFlow.js ratusan kali lebih
// berat. Berat keduanya ditulis di CONTRIBUTING.md.
// Semua larik Float64Array berurutan baris; bentuknya ikut sebagai bilangan biasa.
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.network = (function () {
  // Bilangan acak mulberry32: kecil, cukup acak untuk percobaan, dan sama di semua peramban.
  function makeRandom(seed) {
    let state = seed >>> 0;
    return function uniform() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }

  function normal(uniform) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }

  function fillNormal(count, uniform) {
    return Float64Array.from({ length: count }, () => normal(uniform));
  }

  // Bobot awal Glorot seragam, bias nol: sama dengan bawaan Keras.
  function makeLayer(inputs, outputs, uniform) {
    const limit = Math.sqrt(6 / (inputs + outputs));
    const weights = Float64Array.from(
      { length: inputs * outputs },
      () => limit * (2 * uniform() - 1),
    );
    return { inputs, outputs, weights, bias: new Float64Array(outputs) };
  }

  function makeNetwork(sizes, uniform) {
    return sizes.slice(1).map((size, index) => makeLayer(sizes[index], size, uniform));
  }

  function applyLayer(layer, input, rows) {
    const { inputs, outputs, weights, bias } = layer;
    const output = new Float64Array(rows * outputs);
    for (let row = 0; row < rows; row += 1) {
      const start = row * outputs;
      output.set(bias, start);
      for (let i = 0; i < inputs; i += 1) {
        const value = input[row * inputs + i];
        const from = i * outputs;
        for (let j = 0; j < outputs; j += 1) {
          output[start + j] += value * weights[from + j];
        }
      }
    }
    return output;
  }

  // tanh di tempat; dengan exp tiga kali secepat Math.tanh, dan gelungan biasa secepat itu pula
  // dibanding `map` pada larik bertipe.
  function squash(values) {
    for (let i = 0; i < values.length; i += 1) {
      values[i] = 1 - 2 / (Math.exp(2 * values[i]) + 1);
    }
  }

  // Turunan tanh dari keluarannya sendiri, 1 - h^2, dikalikan ke `slope`.
  function unsquash(slope, values) {
    for (let i = 0; i < slope.length; i += 1) {
      slope[i] *= 1 - values[i] * values[i];
    }
  }

  // Semua keluaran lapisan disimpan: turunan balik memerlukannya.
  function forward(network, input, rows) {
    const values = [input];
    network.forEach((layer, index) => {
      const output = applyLayer(layer, values[index], rows);
      if (index < network.length - 1) {
        squash(output);
      }
      values.push(output);
    });
    return values;
  }

  // Dari turunan loss terhadap keluaran lapisan ke turunan terhadap bobot, bias, dan masukannya.
  function layerGradients(layer, input, outputSlope, rows) {
    const { inputs, outputs, weights } = layer;
    const gradient = {
      weights: new Float64Array(weights.length),
      bias: new Float64Array(outputs),
    };
    const inputSlope = new Float64Array(rows * inputs);
    for (let row = 0; row < rows; row += 1) {
      const start = row * outputs;
      for (let j = 0; j < outputs; j += 1) {
        gradient.bias[j] += outputSlope[start + j];
      }
      for (let i = 0; i < inputs; i += 1) {
        const value = input[row * inputs + i];
        const from = i * outputs;
        let sum = 0;
        for (let j = 0; j < outputs; j += 1) {
          gradient.weights[from + j] += value * outputSlope[start + j];
          sum += weights[from + j] * outputSlope[start + j];
        }
        inputSlope[row * inputs + i] = sum;
      }
    }
    return { gradient, inputSlope };
  }

  function backward(network, values, outputSlope, rows) {
    const gradients = [];
    let slope = outputSlope;
    for (let index = network.length - 1; index >= 0; index -= 1) {
      const { gradient, inputSlope } = layerGradients(network[index], values[index], slope, rows);
      gradients[index] = gradient;
      slope = inputSlope;
      if (index > 0) { // masukan jaringan tidak melalui tanh
        unsquash(slope, values[index]);
      }
    }
    return { gradients, inputSlope: slope };
  }

  function addGradients(first, second) {
    return first.map((each, index) => ({
      weights: each.weights.map((value, place) => value + second[index].weights[place]),
      bias: each.bias.map((value, place) => value + second[index].bias[place]),
    }));
  }

  // Adam seperti Keras: epsilon di luar akar, koreksi awal pada lajunya.
  function makeAdam(network, { beta1, beta2, epsilon }) {
    const zeros = () => network.map(({ weights, bias }) => ({
      weights: new Float64Array(weights.length),
      bias: new Float64Array(bias.length),
    }));
    return { step: 0, first: zeros(), second: zeros(), beta1, beta2, epsilon };
  }

  function updateArray(adam, rate, values, gradient, first, second) {
    const { beta1, beta2, epsilon } = adam;
    for (let i = 0; i < values.length; i += 1) {
      first[i] += (gradient[i] - first[i]) * (1 - beta1);
      second[i] += (gradient[i] * gradient[i] - second[i]) * (1 - beta2);
      values[i] -= (rate * first[i]) / (Math.sqrt(second[i]) + epsilon);
    }
  }

  function applyAdam(adam, network, gradients, rate) {
    adam.step += 1;
    const { step, beta1, beta2 } = adam;
    const corrected = (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
    network.forEach((layer, index) => {
      for (const part of ["weights", "bias"]) {
        updateArray(
          adam, corrected, layer[part], gradients[index][part],
          adam.first[index][part], adam.second[index][part],
        );
      }
    });
  }

  function clipWeights(network, limit) {
    for (const { weights, bias } of network) {
      for (const values of [weights, bias]) {
        for (let i = 0; i < values.length; i += 1) {
          values[i] = Math.max(-limit, Math.min(limit, values[i]));
        }
      }
    }
  }

  return {
    makeRandom, normal, fillNormal, makeNetwork, forward, backward, addGradients,
    makeAdam, applyAdam, clipWeights,
  };
})();
