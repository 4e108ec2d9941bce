"use strict";
// Catatan kuis di peramban ini saja: satu butir localStorage per soal, berisi nomor pilihan yang
// sudah dicoba, berurutan. Pengenal soal berubah bila soal atau pilihannya berubah
// (website/ext/quizzes.py), sehingga soal yang diperbarui kehilangan catatannya sendiri saja.
// Penyimpanan boleh ditolak (mode privat) atau berisi sesuatu yang asing; halaman tetap jalan.
(function () {
  const Generatif = (window.Generatif ??= {});
  const PREFIX = "generatif.kuis.1."; // naikkan angkanya bila bentuk catatannya berubah
  const RECORD = /^\d(,\d)*$/;

  function withStorage(action, otherwise) {
    try {
      return action(window.localStorage);
    } catch {
      return otherwise;
    }
  }

  // "abc:1:3" dari data-soal: pengenal, nomor pilihan yang benar, banyak pilihan.
  function describe(text) {
    const [id, right, options] = text.split(":");
    return { id, right: Number(right), options: Number(options) };
  }

  function questionsOf(element) {
    return element.dataset.soal.split(" ").map(describe);
  }

  function read(question) {
    const text = withStorage((storage) => storage.getItem(PREFIX + question.id), null);
    if (!RECORD.test(text ?? "")) {
      return [];
    }
    const tried = text.split(",").map(Number);
    return tried.every((choice) => choice < question.options) ? tried : [];
  }

  function write(question, tried) {
    return withStorage((storage) => {
      storage.setItem(PREFIX + question.id, tried.join(","));
      return true;
    }, false);
  }

  function forget(question) {
    withStorage((storage) => storage.removeItem(PREFIX + question.id));
  }

  // Semua catatan kuis buku ini, juga milik soal yang sudah tidak ada; milik situs lain tidak.
  function forgetAll() {
    withStorage((storage) => {
      for (const key of Object.keys(storage).filter((each) => each.startsWith(PREFIX))) {
        storage.removeItem(key);
      }
    });
  }

  function score(questions, triedOf) {
    const tries = questions.map((question) => [question, triedOf(question)]);
    return {
      total: questions.length,
      answered: tries.filter(([, tried]) => tried.length).length,
      first: tries.filter(([question, tried]) => tried[0] === question.right).length,
    };
  }

  Generatif.quizStore = { questionsOf, read, write, forget, forgetAll, score };
})();
