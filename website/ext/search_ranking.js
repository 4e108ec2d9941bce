// Nilai hasil pencarian: jumlah bobot BM25 halamannya atas kata yang dicari (search_ranking.py).
// Nilai bawaan Sphinx hanya mengurutkan hasil di dalam halaman yang sama.
"use strict";

const searchedStems = () => {
  const query = new URLSearchParams(location.search).get("q") ?? "";
  const [, stems] = Search._parseQuery(query.trim());
  return [...stems];
};

const pageWeight = (name) => {
  const page = RANKING.pages.indexOf(name);
  const weight = (stem) => (Object.hasOwn(RANKING.weights, stem) && RANKING.weights[stem][page]) || 0;
  return searchedStems().reduce((total, stem) => total + weight(stem), 0);
};

var Scorer = {
  score: ([name, , , , score]) => pageWeight(name) + score / 1000,
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
