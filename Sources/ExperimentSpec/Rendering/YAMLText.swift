import SpecSyntax

/// `text` as it can be written in a specification: plain where that is unmistakable, else in double quotes.
package func quotedIfNeeded(_ text: String) -> String {
  let isPlain =
    text.first.map { $0.isLetter || $0 == "_" || $0 == "/" || $0 == "." } ?? false
    && text.last != " "
    && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || "_-./() |&".contains($0) }
    && PlainReading(of: text) == nil && text != Node.none
  return isPlain ? text : doubleQuoted(text)
}

/// `key` as it can be written in front of a colon.
func quotedKeyIfNeeded(_ key: String) -> String {
  let isPlain =
    key.first.map { $0.isASCII && $0.isLetter || $0 == "_" } ?? false
    && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || "_-.".contains($0) }
    && PlainReading(of: key) == nil
  return isPlain ? key : doubleQuoted(key)
}
