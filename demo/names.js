const NAMES = (
  'Ada Aiko Alma Amara Anouk Astrid Ayşe Bilal Björn Carmen Chidi Chloé Dariusz Dilnoza Edith Elif Emeka Enzo Esther ' +
  'Farid Freya Gabriel Grace Hana Henrik Ines Ingrid Iris Jamal Jasper Jia João Kamala Kenji Koffi Lars Leila Lina Luca ' +
  'Magda Malik Mei Milan Mira Nadia Ngozi Nils Noor Olga Omar Otis Paula Priya Rafael Rosa Ruth Sami Selma Soraya Tariq ' +
  'Tomás Uma Vera Wanjiru Yara Yusuf Zeynep Zoë'
).split(' ');

let unused = [];

/** Returns a random name; none is repeated until all have been used. */
export function nextName() {
  if (unused.length === 0) unused = [...NAMES];
  return unused.splice(Math.floor(Math.random() * unused.length), 1)[0];
}

/** Returns the initial to show in place of a picture. */
export function initial(name) {
  // a user-perceived character may consist of several code points
  const [first] = new Intl.Segmenter().segment(name.trim());
  return first?.segment.toUpperCase() ?? '?';
}
