/// How the text of a corpus is laid out.
package enum CorpusFormat: Hashable, Sendable {
  /// A token a line, with its columns, and an empty line after each sentence: the format of the CoNLL shared tasks.
  case columns(ColumnLayout)

  /// The CoNLL-U format of Universal Dependencies.
  case conllu

  /// A sentence a line, as a JSON object.
  case jsonl(JSONLayout)
}

/// The layout of a file in columns.
package struct ColumnLayout: Hashable, Sendable {
  /// The index of the column of tokens, from 0.
  package var token: Int

  package var separator: ColumnSeparator

  /// What a comment begins with; `nil` where there are none.
  package var comments: String?

  /// A line whose first column is one of these is not a token; it ends the sentence before it.
  package var skip: [String]

  package var width: ColumnWidth

  package init(
    token: Int, separator: ColumnSeparator = .blanks, comments: String? = nil, skip: [String] = [],
    width: ColumnWidth = .file
  ) {
    self.token = token
    self.separator = separator
    self.comments = comments
    self.skip = skip
    self.width = width
  }
}

/// What separates the columns of a line.
package enum ColumnSeparator: String, KeyNamed {
  /// Any number of blanks and tabs.
  case blanks

  /// One tab; columns may hold blanks.
  case tab
}

/// Which lines have the same number of columns.
package enum ColumnWidth: String, KeyNamed {
  /// All lines of the file.
  case file

  /// The lines of each sentence; sentences may differ, as in CoNLL-2012.
  case sentence
}

/// The layout of sentences as JSON objects.
package struct JSONLayout: Hashable, Sendable {
  /// The field that holds the list of tokens.
  package var token: String

  /// The field that names the document of a sentence; `nil` where none does.
  package var document: String?

  package init(token: String, document: String? = nil) {
    self.token = token
    self.document = document
  }
}
