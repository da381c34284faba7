/// How the sentences of an input that is to be tagged are written.
package enum SentenceForm: String, Hashable, Sendable, CaseIterable {
  /// A token a line, with other columns, and an empty line between sentences.
  case columns

  /// A sentence a line, with blanks between its tokens.
  case text

  /// CoNLL-U.
  case conllu

  /// A JSON object for each sentence.
  case jsonl
}
