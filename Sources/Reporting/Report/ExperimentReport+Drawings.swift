extension ExperimentReport {
  /// A panel of a figure as a file of SVG that needs nothing else.
  package struct Drawing: Sendable {
    /// The index of the exhibit.
    package let exhibit: Int

    /// What the file may be called; no two drawings of a report are called the same.
    package let fileName: String
    package let text: String
  }

  /// The drawings of all figures, in order.
  package var drawings: [Drawing] {
    var drawings: [Drawing] = []
    var taken: Set<String> = []
    for (index, exhibit) in exhibits.enumerated() {
      guard case .figure(let figure) = exhibit.content, !figure.isEmpty else { continue }
      let panels = figure.drawings
      for (panel, drawing) in panels.enumerated() {
        let name = plainNames[index] + (panels.count > 1 ? "-\(panel + 1)" : "")
        var fileName = "\(name).svg"
        while !taken.insert(fileName).inserted { fileName = "_" + fileName }
        drawings.append(Drawing(exhibit: index, fileName: fileName, text: standalone(drawing)))
      }
    }
    return drawings
  }

  /// The names of the exhibits in letters, digits and hyphens alone, all different, for files and labels.
  var plainNames: [String] {
    var taken: Set<String> = []
    return exhibits.enumerated().map { index, exhibit in
      var name = exhibit.name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      while name.isEmpty || !taken.insert(name).inserted { name += "x\(index)" }
      return name
    }
  }

  /// `drawing` with its style sheet.
  private func standalone(_ drawing: Markup) -> String {
    guard let end = drawing.text.firstIndex(of: ">") else { return drawing.text }
    let start = drawing.text.index(after: end)
    return "\(drawing.text[..<start])<style>\(ReportStyle.drawings)</style>\(drawing.text[start...])\n"
  }
}
