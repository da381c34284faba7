extension String {
  /// Whether the text, a comment that begins with `prefix`, begins a document, as CoNLL-U and CoNLL-2012 write it.
  func beginsDocument(after prefix: String) -> Bool {
    let comment = dropFirst(prefix.count).drop { $0 == " " || $0 == "\t" }
    return comment.hasPrefix("newdoc") || comment.hasPrefix("begin document")
  }
}
