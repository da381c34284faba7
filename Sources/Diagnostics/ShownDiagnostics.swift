import Text

/// Those of many findings that are shown: errors before warnings, warnings before notes, in their own order.
struct ShownDiagnostics {
  /// The findings to show.
  let shown: [Diagnostic]

  /// The number of findings of each severity that are left out, those that are left out at all.
  let omitted: [(severity: Severity, count: Int)]

  /// At most `limit` of `diagnostics`, in their order.
  init(_ diagnostics: [Diagnostic], upTo limit: Int) {
    guard diagnostics.count > limit else {
      (shown, omitted) = (diagnostics, [])
      return
    }
    var room = limit
    var allowed: [Severity: Int] = [:]
    var omitted: [(severity: Severity, count: Int)] = []
    for severity in Severity.allCases {
      let count = diagnostics.count { $0.severity == severity }
      let kept = min(count, room)
      allowed[severity] = kept
      room -= kept
      if count > kept { omitted.append((severity, count - kept)) }
    }
    shown = diagnostics.filter { diagnostic in
      guard let left = allowed[diagnostic.severity], left > 0 else { return false }
      allowed[diagnostic.severity] = left - 1
      return true
    }
    self.omitted = omitted
  }

  /// The number of findings that are left out.
  var omittedCount: Int { omitted.reduce(0) { $0 + $1.count } }

  /// What is left out, such as "17,980 more errors"; `nil` if nothing is.
  var remark: String? {
    if omitted.isEmpty { return nil }
    return omitted.map { "\(grouped($0.count)) more \($0.severity.rawValue)\($0.count == 1 ? "" : "s")" }
      .joined(separator: ", ")
  }
}
