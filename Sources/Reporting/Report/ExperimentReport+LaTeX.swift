extension ExperimentReport {
  /// The report for a paper in LaTeX: tables of the package booktabs, plots of pgfplots.
  package var latex: String {
    let head = """
      % \(lead.replacing("\n", with: " "))
      % The preamble needs: \\usepackage{booktabs,xcolor,pgfplots} \\pgfplotsset{compat=1.16}
      """
    return ([head] + zip(exhibits, plainNames).map { $0.latex(called: $1) }).joined(separator: "\n\n") + "\n"
  }
}

extension ExperimentReport.Exhibit {
  /// The exhibit in an environment that can be referred to by `name`.
  fileprivate func latex(called name: String) -> String {
    switch content {
    case .figure(let figure) where figure.isEmpty: "% \(escaped(title)): nothing to show yet"
    case .table(let table): environment("table", table.latex, "tab:\(name)")
    case .figure(.lines(let charts)):
      environment(
        "figure", charts.filter { !$0.series.allSatisfy(\.points.isEmpty) }.map(\.latex).joined(separator: "\n"),
        "fig:\(name)")
    case .figure(let figure):
      environment("table", figure.tables.map(\.latex).joined(separator: "\n\n"), "tab:\(name)")
    }
  }

  private func environment(_ kind: String, _ body: String, _ label: String) -> String {
    """
    \\begin{\(kind)}[t]
    \\centering
    \(body)
    \\caption{\(escaped(title))}
    \\label{\(label)}
    \\end{\(kind)}
    """
  }
}

extension ReportTable {
  fileprivate var latex: String {
    var lines = ["\\begin{tabular}{l\(String(repeating: "r", count: columns.count))}", "\\toprule"]
    if columns.contains(where: { !$0.group.isEmpty }) {
      let spans = groups.map { "\\multicolumn{\($0.width)}{c}{\(escaped($0.title))}" }
      lines.append(([""] + spans).joined(separator: " & ") + " \\\\")
    }
    lines.append(([rowTitle] + columns.map(\.title)).map(escaped).joined(separator: " & ") + " \\\\")
    lines.append("\\midrule")
    for row in rows {
      lines.append(([escaped(row.label)] + row.cells.map(\.latex)).joined(separator: " & ") + " \\\\")
    }
    lines += ["\\bottomrule", "\\end{tabular}"]
    if !notes.isEmpty {
      lines.append("\\par\\smallskip{\\footnotesize \(notes.map(escaped).joined(separator: " "))}")
    }
    return lines.joined(separator: "\n")
  }
}

extension ReportTable.Cell {
  fileprivate var latex: String {
    let value = escaped(valueText) + (deviationText.map { "{\\scriptsize\\,$\\pm$\($0)}" } ?? "")
    let marked =
      switch mark {
      case .best: "\\textbf{\(value)}"
      case .hurt: "\\textcolor{gray}{\(value)}"
      case .selected: value + " \(markText ?? "")"
      case nil: value
      }
    return marked + (referenceText.map { "{\\scriptsize\\ (\(escaped($0)))}" } ?? "")
  }
}

extension LineChart {
  fileprivate var latex: String {
    let axes = plot(series.filter { !$0.isOnRight }, y, "axis y line*=left")
    guard let right else {
      return "\\begin{tikzpicture}\n\(plot(series, y, ""))\n\\end{tikzpicture}"
    }
    let second = plot(series.filter(\.isOnRight), right, "axis y line*=right, axis x line=none")
    return "\\begin{tikzpicture}\n\(axes)\n\(second)\n\\end{tikzpicture}"
  }

  private func plot(_ series: [Series], _ vertical: Axis, _ options: String) -> String {
    let title = title.isEmpty ? "" : "title={\(escaped(title))}, "
    let settings =
      "width=0.48\\linewidth, \(title)xlabel={\(escaped(x.title))}, ylabel={\(escaped(vertical.title))}, "
      + "\(x.isReversed ? "x dir=reverse, " : "")legend style={at={(0.5,-0.32)}, anchor=north, legend columns=2, font=\\scriptsize}"
      + (options.isEmpty ? "" : ", \(options)")
    let plots = series.map { series in
      let points = series.points.map { "(\($0.x),\($0.y))" }.joined(separator: " ")
      let legend = self.series.count > 1 ? "\n\\addlegendentry{\(escaped(series.name))}" : ""
      return "\\addplot+ coordinates {\(points)};\(legend)"
    }
    return (["\\begin{axis}[\(settings)]"] + plots + ["\\end{axis}"]).joined(separator: "\n")
  }
}

/// `text` without what LaTeX gives a meaning.
private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\textbackslash{}"
    case "&", "%", "$", "#", "_", "{", "}": result += "\\\(scalar)"
    case "[", "]", "*": result += "{\(scalar)}"
    case "~": result += "\\textasciitilde{}"
    case "^": result += "\\textasciicircum{}"
    case "<": result += "\\textless{}"
    case ">": result += "\\textgreater{}"
    case "|": result += "\\textbar{}"
    case "\"": result += "\\textquotedbl{}"
    case "Δ": result += "$\\Delta$"
    case "\u{2212}": result += "$-$"
    case "±": result += "$\\pm$"
    case "–": result += "--"
    case "▾": result += "$\\bigtriangledown$"
    case "\u{0}"..."\u{1F}": result += " "
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
