// Reads from the sources what custom-elements.json needs and the analyzer does not output.
import {readFileSync} from 'node:fs';
import ts from 'typescript';

/** @param paths the paths of TypeScript modules */
export function readSources(paths) {
  const sources = new Sources();
  for (const path of paths) {
    sources.add(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
  }
  return sources;
}

class Sources {
  /** Maps names of type aliases to unions of strings, so that editors can suggest attribute values. */
  unions = new Map();
  /** Members that override a superclass's or are `@internal`, as `Class.member`; the maps below have the same keys. */
  #hidden = new Set();
  /** Minimums of the properties with the converter `whole(warning, default, minimum = 0)`. */
  #minimums = new Map();
  /** The text of `@since` of a class or a member. */
  #since = new Map();
  /** The text of a method's `@returns`. */
  #returns = new Map();

  add(source) {
    const visit = (node) => {
      if (ts.isTypeAliasDeclaration(node)) this.#addAlias(node);
      if (ts.isClassDeclaration(node) && node.name) this.#addClass(node);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }

  isHidden(className, member) {
    return this.#hidden.has(`${className}.${member}`);
  }

  minimumOf(className, member) {
    return this.#minimums.get(`${className}.${member}`);
  }

  returns(className, member) {
    return this.#returns.get(`${className}.${member}`);
  }

  since(className, member) {
    return this.#since.get(member === undefined ? className : `${className}.${member}`);
  }

  #addAlias({name, type}) {
    const types = ts.isUnionTypeNode(type) ? type.types : [type];
    if (!types.every((one) => ts.isLiteralTypeNode(one) && ts.isStringLiteral(one.literal))) return;
    this.unions.set(name.text, types.map((one) => one.getText()).join(' | '));
  }

  #addClass(node) {
    const className = node.name.text;
    this.#addSince(className, node);
    for (const member of node.members) {
      if (!member.name) continue;
      const name = `${className}.${member.name.getText()}`;
      const isOverride = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Override;
      const isInternal = ts.getJSDocTags(member).some(({tagName}) => tagName.text === 'internal');
      if (isOverride || isInternal) this.#hidden.add(name);
      this.#addSince(name, member);
      const returns = ts.getJSDocReturnTag(member);
      if (returns) this.#returns.set(name, textOf(returns));
      this.#addMinimums(className, member);
    }
  }

  #addSince(name, node) {
    const tag = ts.getJSDocTags(node).find(({tagName}) => tagName.text === 'since');
    if (tag) this.#since.set(name, textOf(tag));
  }

  /** The property is the decorated member, or an entry in `static properties`. */
  #addMinimums(className, member) {
    const visit = (node, property) => {
      const isEntry = ts.isPropertyAssignment(node) && ts.isObjectLiteralExpression(node.initializer);
      if (ts.isCallExpression(node) && node.expression.getText() === 'whole') {
        this.#minimums.set(`${className}.${property}`, Number(node.arguments[2]?.getText() ?? 0));
      }
      ts.forEachChild(node, (child) => visit(child, isEntry ? node.name.getText() : property));
    };
    visit(member, member.name.getText());
  }
}

function textOf({comment}) {
  return (ts.getTextOfJSDocComment(comment) ?? '').replaceAll(/\s+/g, ' ');
}
