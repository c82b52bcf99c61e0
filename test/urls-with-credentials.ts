/** Spellings of a URL that contains a username or a password, which browsers accept on some or all pages. */
export const WITH_CREDENTIALS = [
  'https://user:hunter2@example.com/x',
  'https://hunter2@example.com/x',
  'https://:hunter2@example.com/x',
  'https://hunter2:@example.com/x',
  '//user:hunter2@example.com/x',
  '///user:hunter2@example.com/x',
  '\\\\user:hunter2@example.com/x',
  '/\\user:hunter2@example.com/x',
  'https:\\\\user:hunter2@example.com\\x',
  'https:user:hunter2@example.com/x',
  'https:/user:hunter2@example.com/x',
  'http:user:hunter2@example.com/x',
  'http:\\user:hunter2@example.com/x',
  'https:////user:hunter2@example.com/x',
  'HTTPS://user:hunter2@example.com/x',
  ' \u0001 https://user:hunter2@example.com/x',
  'ht\ntps:/\t/us\ner:hunter2\r@example.com/x',
  'https://us er:a hunter2@example.com/x',
  'https://user:p@hunter2@example.com/x',
  'https://user:hunter2@@example.com/x',
  'https://user:hunter2%40@example.com/x',
  'https://user%3Ahunter2@example.com/x',
  'https://user:hunter2@example.com/@x?y@z#@',
  'wss://user:hunter2@example.com/x',
  'foo://user:hunter2\\@example.com/x',
];

/** No browser accepts these, although each contains credentials. */
export const NOT_VALID = [
  'https://user:hunter2@',
  'https://user:hunter2@[',
  'https://user:hunter2@example.com:port/',
  'user:hunter2@example.com/x',
  'mailto:hunter2@example.com',
];
