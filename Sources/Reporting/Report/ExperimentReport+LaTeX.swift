import Text

extension ExperimentReport {
  /// The report for a paper in LaTeX: tables of the package booktabs, plots of pgfplots.
  package var latex: String {
    let head: LaTeX = """
      % \(lead)
      % The preamble needs: \\usepackage{booktabs,xcolor,pgfplots} \\pgfplotsset{compat=1.16}
      """
    return ([head] + zip(exhibits, plainNames).map { $0.latex(called: $1) }).joined(separator: "\n\n").text + "\n"
  }
}

extension ExperimentReport.Exhibit {
  /// The exhibit in an environment that can be referred to by `name`.
  fileprivate func latex(called name: String) -> LaTeX {
    switch content {
    case .figure(let figure) where figure.isEmpty: "% \(title): nothing to show yet"
    case .table(let table): environment("table", table.latex, LaTeX(syntax: "tab:\(name)"))
    case .figure(.lines(let charts)):
      environment(
        "figure", charts.filter { !$0.series.allSatisfy(\.points.isEmpty) }.map(\.latex).joined(separator: "\n"),
        LaTeX(syntax: "fig:\(name)"))
    case .figure(let figure):
      environment("table", figure.tables.map(\.latex).joined(separator: "\n\n"), LaTeX(syntax: "tab:\(name)"))
    }
  }

  private func environment(_ kind: LaTeX, _ body: LaTeX, _ label: LaTeX) -> LaTeX {
    """
    \\begin{\(kind)}[t]
    \\centering
    \(body)
    \\caption{\(title)}
    \\label{\(label)}
    \\end{\(kind)}
    """
  }
}

extension ReportTable {
  fileprivate var latex: LaTeX {
    var lines: [LaTeX] = ["\\begin{tabular}{l\(String(repeating: "r", count: columns.count))}", "\\toprule"]
    if columns.contains(where: { !$0.group.isEmpty }) {
      let spans = groups.map { "\\multicolumn{\($0.width)}{c}{\($0.title)}" as LaTeX }
      lines.append(([""] + spans).joined(separator: " & ") + " \\\\")
    }
    lines.append(([rowTitle] + columns.map(\.title)).map { LaTeX($0) }.joined(separator: " & ") + " \\\\")
    lines.append("\\midrule")
    for row in rows {
      lines.append(([LaTeX(row.label)] + row.cells.map(\.latex)).joined(separator: " & ") + " \\\\")
    }
    lines += ["\\bottomrule", "\\end{tabular}"]
    if !notes.isEmpty {
      lines.append("\\par\\smallskip{\\footnotesize \(notes.joined(separator: " "))}")
    }
    return lines.joined(separator: "\n")
  }
}

extension ReportTable.Cell {
  fileprivate var latex: LaTeX {
    let value = LaTeX(valueText) + (deviationText.map { "{\\scriptsize\\,$\\pm$\($0)}" } ?? "")
    let marked: LaTeX =
      switch mark {
      case .best: "\\textbf{\(value)}"
      case .hurt: "\\textcolor{gray}{\(value)}"
      case .selected: value + " \(markText ?? "")"
      case nil: value
      }
    let tested: LaTeX =
      (starText.map { "$^{\($0)}$" } ?? "") + (intervalText.map { "{\\scriptsize\\ \($0)}" } ?? "")
    return marked + tested + (referenceText.map { "{\\scriptsize\\ (\($0))}" } ?? "")
  }
}

extension LineChart {
  fileprivate var latex: LaTeX {
    let axes = plot(series.filter { !$0.isOnRight }, y, "axis y line*=left")
    guard let right else {
      return "\\begin{tikzpicture}\n\(plot(series, y, ""))\n\\end{tikzpicture}"
    }
    let second = plot(series.filter(\.isOnRight), right, "axis y line*=right, axis x line=none")
    return "\\begin{tikzpicture}\n\(axes)\n\(second)\n\\end{tikzpicture}"
  }

  private func plot(_ series: [Series], _ vertical: Axis, _ options: LaTeX) -> LaTeX {
    let title: LaTeX = title.isEmpty ? "" : "title={\(title)}, "
    let direction: LaTeX = x.isReversed ? "x dir=reverse, " : ""
    let settings: LaTeX =
      "width=0.48\\linewidth, \(title)xlabel={\(x.title)}, ylabel={\(vertical.title)}, "
      + "\(direction)legend style={at={(0.5,-0.32)}, anchor=north, legend columns=2, font=\\scriptsize}"
      + (options.isEmpty ? "" : ", \(options)")
    let plots = series.map { series -> LaTeX in
      let points = series.points.map { "(\($0.x),\($0.y))" as LaTeX }.joined(separator: " ")
      let legend: LaTeX = self.series.count > 1 ? "\n\\addlegendentry{\(series.name)}" : ""
      return "\\addplot+ coordinates {\(points)};\(legend)"
    }
    return (["\\begin{axis}[\(settings)]"] + plots + ["\\end{axis}"]).joined(separator: "\n")
  }
}
