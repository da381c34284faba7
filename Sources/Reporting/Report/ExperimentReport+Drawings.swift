extension ExperimentReport {
  /// The drawings of each figure as files of SVG that need nothing else, by the index of the exhibit.
  package var drawings: [(index: Int, drawings: [String])] {
    exhibits.enumerated().compactMap { index, exhibit in
      guard case .figure(let figure) = exhibit.content, !figure.isEmpty else { return nil }
      return (index, figure.drawings.map(standalone))
    }
  }

  /// What the files of an exhibit are called: its name, as far as names of files take it.
  package func fileName(of index: Int) -> String {
    let name = exhibits[index].name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    let isTaken = exhibits[..<index].contains { $0.name == exhibits[index].name }
    return name.isEmpty || isTaken || name != exhibits[index].name ? "\(name)\(name.isEmpty ? "" : "-")\(index)" : name
  }

  /// `drawing` with its style sheet.
  private func standalone(_ drawing: Markup) -> String {
    guard let end = drawing.text.firstIndex(of: ">") else { return drawing.text }
    let start = drawing.text.index(after: end)
    return "\(drawing.text[..<start])<style>\(ReportStyle.drawings)</style>\(drawing.text[start...])\n"
  }
}
