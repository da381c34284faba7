package import Model

extension CorpusReader {
  /// A column of labels to read.
  package struct Layer: Hashable, Sendable {
    /// What the dataset calls it; `nil` where that is not known.
    package let givenName: String?
    package let place: LayerPlace

    package init(_ name: String?, at place: LayerPlace) {
      givenName = name
      self.place = place
    }

    /// What the corpus calls the column.
    package var name: String {
      if let givenName { return givenName }
      return switch place {
      case .column(let index): "\(index) (from 0)"
      case .conllu(let layer): layer.name
      case .field(let field): field.name
      }
    }
  }
}

extension CorpusReader.Layer {
  /// The index of the column. Requires: the format is `columns`.
  var columnIndex: Int {
    guard case .column(let index) = place else { preconditionFailure("a column of another format") }
    return index
  }

  /// The column of CoNLL-U. Requires: the format is `conllu`.
  var conlluLayer: ConlluLayer {
    guard case .conllu(let layer) = place else { preconditionFailure("a column of another format") }
    return layer
  }

  /// The field of labels. Requires: the format is `jsonl`.
  var field: JSONField {
    guard case .field(let field) = place else { preconditionFailure("a column of another format") }
    return field
  }
}
