/// Where a file has the labels of a column.
package enum LayerPlace: Hashable, Sendable {
  /// The column with this index, from 0.
  case column(Int)

  /// A column of CoNLL-U, or a part of one.
  case conllu(ConlluLayer)

  /// A field of JSON objects.
  case field(JSONField)
}

/// One value per word of a CoNLL-U file.
package enum ConlluLayer: Hashable, Sendable {
  case column(ConlluColumn)

  /// The value of the feature of this name in FEATS; `_` where a word does not have it.
  case feature(String)

  /// The value of the attribute of this name in MISC; `_` where a word does not have it.
  case attribute(String)

  /// The layer called `name`: a column, or `feats.NAME`, or `misc.NAME`; `nil` if it is none of these.
  package init?(named name: String) {
    if let column = ConlluColumn(keyName: name) {
      self = .column(column)
      return
    }
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty else { return nil }
    switch ConlluColumn(keyName: parts[0]) {
    case .feats: self = .feature(parts[1])
    case .misc: self = .attribute(parts[1])
    case .id, .form, .lemma, .upos, .xpos, .head, .deprel, .deps, nil: return nil
    }
  }

  /// The name by which `init(named:)` finds the layer.
  package var name: String {
    switch self {
    case .column(let column): column.keyName
    case .feature(let name): "\(ConlluColumn.feats.keyName).\(name)"
    case .attribute(let name): "\(ConlluColumn.misc.keyName).\(name)"
    }
  }

  /// The column that holds the value.
  package var column: ConlluColumn {
    switch self {
    case .column(let column): column
    case .feature: .feats
    case .attribute: .misc
    }
  }
}

/// The columns of CoNLL-U, in their order.
///
/// Source: universaldependencies.org/format.html.
package enum ConlluColumn: String, KeyNamed {
  case id, form, lemma, upos, xpos, feats, head, deprel, deps, misc

  /// Where the column stands in a line, from 0.
  package var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A field of JSON objects that holds a label for each token.
package struct JSONField: Hashable, Sendable {
  package let name: String

  /// What numbers in the field stand for, from 0; empty where labels are texts.
  package let labels: [String]

  package init(name: String, labels: [String] = []) {
    self.name = name
    self.labels = labels
  }
}
