// Reads the types that the package exports, and their doc comments.
import ts from 'typescript';

const ENTRY = 'src/index.ts';

const isStringUnion = (type) => type.isUnion() && type.types.every((one) => one.isStringLiteral());

export class Types {
  #checker;
  #exports;

  constructor() {
    const {config} = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
    const {options} = ts.parseJsonConfigFileContent(config, ts.sys, '.');
    const program = ts.createProgram([ENTRY], {...options, types: [], noEmit: true});
    this.#checker = program.getTypeChecker();
    const entry = this.#checker.getSymbolAtLocation(program.getSourceFile(ENTRY));
    this.#exports = new Map(this.#checker.getExportsOfModule(entry).map((symbol) => [symbol.name, symbol]));
  }

  /** The exported symbol with this name. */
  #find(name) {
    const symbol = this.#exports.get(name);
    if (!symbol) throw new Error(`${ENTRY} does not export ${name}.`);
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  /** The public members that a class or interface declares itself, in source order. */
  membersOf(name) {
    const symbol = this.#find(name);
    return [...symbol.members.values()].filter((member) => this.#isPublic(member)).map((member) => this.#read(member));
  }

  /** The doc comment of a class or interface. */
  descriptionOf(name) {
    return this.#textOf(this.#find(name));
  }

  /** The string literals of a union type, each with its doc comment. */
  literalsOf(name) {
    const {type} = this.#find(name).declarations.find(ts.isTypeAliasDeclaration);
    const source = type.getSourceFile();
    return type.types.flatMap((member, index) => {
      if (!ts.isLiteralTypeNode(member)) return [];
      const from = index ? type.types[index - 1].end : type.pos;
      const [comment] = ts.getLeadingCommentRanges(source.text, from) ?? [];
      if (!comment) throw new Error(`${name}: ${member.getText()} has no doc comment.`);
      const lines = source.text.slice(comment.pos + '/**'.length, comment.end - '*/'.length).split('\n');
      const description = lines
        .map((line) => line.replace(/^\s*\*? ?/, ''))
        .join('\n')
        .trim();
      return [{value: member.literal.text, description}];
    });
  }

  #isPublic(symbol) {
    const [declaration] = symbol.declarations ?? [];
    if (!declaration || !declaration.name || ts.isPrivateIdentifier(declaration.name)) return false;
    if (!ts.isIdentifier(declaration.name)) return false;
    const isInternal = symbol.getJsDocTags(this.#checker).some(({name}) => name === 'internal');
    // the superclass declares an overridden member, and `declare` only narrows a property's type
    const hidden =
      ts.ModifierFlags.Override | ts.ModifierFlags.Ambient | ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    return !isInternal && !(ts.getCombinedModifierFlags(declaration) & hidden);
  }

  #read(symbol) {
    const [declaration] = symbol.declarations;
    const tags = symbol.getJsDocTags(this.#checker);
    const textOfTag = (name) => {
      const tag = tags.find((one) => one.name === name);
      return tag && ts.displayPartsToString(tag.text);
    };
    const isMethod = ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration);
    const {flags} = symbol;
    const isReadonly =
      ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly ||
      (flags & ts.SymbolFlags.GetAccessor && !(flags & ts.SymbolFlags.SetAccessor));
    return {
      name: symbol.name,
      kind: isMethod ? 'method' : 'property',
      type: isMethod ? undefined : this.#typeOf(symbol, declaration),
      readonly: Boolean(isReadonly),
      parameters: isMethod ? this.#parametersOf(declaration, tags) : [],
      description: this.#textOf(symbol),
      returns: textOfTag('returns')?.replace(/^\{[^}]*\} /, ''),
      deprecated: textOfTag('deprecated'),
    };
  }

  #textOf(symbol) {
    return ts.displayPartsToString(symbol.getDocumentationComment(this.#checker));
  }

  /** The type as written in the source, except that the name of a union of strings is expanded. */
  #typeOf(symbol, declaration) {
    const type = this.#checker.getNonNullableType(this.#checker.getTypeOfSymbolAtLocation(symbol, declaration));
    const written = declaration.type?.getText() ?? this.#checker.typeToString(type);
    if (/^\w+$/.test(written) && isStringUnion(type)) return type.types.map(({value}) => `'${value}'`).join(' | ');
    return symbol.flags & ts.SymbolFlags.SetAccessor ? written.replace(/ \| undefined$/, '') : written;
  }

  #parametersOf({parameters}, tags) {
    const notes = new Map(
      tags
        .filter(({name}) => name === 'param')
        .map(({text}) => {
          const [first, ...rest] = ts.displayPartsToString(text).split(' ');
          return [first, rest.join(' ')];
        }),
    );
    return parameters.map((parameter) => ({
      name: parameter.name.getText(),
      optional: Boolean(parameter.questionToken ?? parameter.initializer),
      description: notes.get(parameter.name.getText()),
    }));
  }
}
