// Formats numbers and times in the language of these pages, as the counts do.
const LANGUAGE = 'en';

const number = new Intl.NumberFormat(LANGUAGE);
const time = new Intl.DateTimeFormat(LANGUAGE, {timeStyle: 'medium', hourCycle: 'h23'});

export const formatNumber = (value) => number.format(value);
export const formatTime = (value) => time.format(value);
