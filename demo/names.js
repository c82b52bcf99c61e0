const NAMES = (
  'Ada Aiko Alma Amara Anouk Astrid Ayşe Bilal Björn Carmen Chidi Chloé Dariusz Dilnoza Edith Elif Emeka Enzo Esther ' +
  'Farid Freya Gabriel Grace Hana Henrik Ines Ingrid Iris Jamal Jasper Jia João Kamala Kenji Koffi Lars Leila Lina Luca ' +
  'Magda Malik Mei Milan Mira Nadia Ngozi Nils Noor Olga Omar Otis Paula Priya Rafael Rosa Ruth Sami Selma Soraya Tariq ' +
  'Tomás Uma Vera Wanjiru Yara Yusuf Zeynep Zoë'
).split(' ');

let left = [];

/** A name that this page has not given yet, as long as there is one. */
export function nextName() {
  if (left.length === 0) left = [...NAMES];
  return left.splice(Math.floor(Math.random() * left.length), 1)[0];
}

/** What stands in a circle in place of a picture. */
export function initial(name) {
  return [...name][0]?.toUpperCase() ?? '?';
}
