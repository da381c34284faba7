import Diagnostics
package import ExperimentSpec
import Text

/// Where the values of variants come from, told to people.
package struct ValueExplanation: Sendable {
  private let spec: Spec
  private let groups: VariantGroups

  package init(_ spec: Spec) {
    self.spec = spec
    groups = VariantGroups(spec.variants)
  }

  /// A value that some variants have.
  private struct Finding {
    let value: SettledValue

    /// The variants, of which the first tells the layers that the value comes from.
    var holders: [Spec.Variant]
  }

  /// Every value of `variants`, each once on a line with its origin; of what it replaced, a line below it. Values that
  /// not all of them have name those that do.
  package func text(of variants: [Spec.Variant]) -> String {
    var settled = SettledVariants()
    return lines(findings(in: variants) { settled.values(of: $0) }, among: variants)
  }

  /// The values at `path` or below it, each once with the variants that have it; `nil` if there is no such path.
  ///
  /// A path below a value that is written as a whole leads to that value, and one to a field that is not set says so.
  package func text(at path: SpecPath) -> String? {
    if path.isOfAllVariants { return declarations }
    if let (name, rest) = path.ofVariant {
      let meant = spec.variants.filter { $0.isMeant(by: name) }
      if meant.isEmpty { return nil }
      return rest.keys.isEmpty ? text(of: meant) : text(at: rest, in: meant)
    }
    return text(at: path, in: spec.variants)
  }

  /// The paths of all values of any variant, for suggestions.
  package var paths: [String] {
    var settled = SettledVariants()
    var seen: Set<String> = []
    let values = spec.headValues + spec.variants.prefix(100).flatMap { settled.values(of: $0) }
    return values.map(\.path).filter { seen.insert($0).inserted }
  }

  private func text(at path: SpecPath, in variants: [Spec.Variant]) -> String? {
    guard let key = path.keys.first else { return nil }
    var settled = SettledVariants()
    let head = spec.headValues.filter { $0.isAt(key) }.map { Finding(value: $0, holders: spec.variants) }
    let all = head.isEmpty ? findings(in: variants) { settled.values(of: $0, under: key) } : head
    let text = path.text
    let own = all.filter { $0.value.isAt(text) }
    if !own.isEmpty { return lines(own, among: variants) }
    guard path.isKnown else { return nil }
    // A value that is written as a whole stands above its parts.
    let above = all.filter { text.isBelow($0.value.path) }
    let deepest = above.map(\.value.path.count).max()
    if deepest != nil { return lines(above.filter { $0.value.path.count == deepest }, among: variants) }
    var unset = path
    while unset.keys.count > 1, !all.contains(where: { $0.value.isAt(unset.parent.text) }) { unset = unset.parent }
    return unset.isField ? "\(unset.text) is not set\n" : nil
  }

  /// Each declared variant with its place.
  private var declarations: String {
    var seen: Set<String> = []
    return spec.variants.filter { seen.insert($0.declared).inserted }.map { variant in
      let cells = spec.variants.count { $0.declared == variant.declared }
      let place = variant.nameRange.map { "  \($0)" } ?? ""
      return "\(SpecPath(keys: ["variants", variant.declared]).text)\(place)"
        + (variant.isCell ? " (\(counted(cells, "cell")))" : "") + "\n"
    }.joined()
  }

  /// What `values` gives for each of `variants`, each value once and those of one path together.
  private func findings(in variants: [Spec.Variant], _ values: (Spec.Variant) -> [SettledValue]) -> [Finding] {
    var findings: [Finding] = []
    var numbers: [SettledValue: Int] = [:]
    var order: [String: Int] = [:]
    for variant in variants {
      for value in values(variant) {
        if let number = numbers[value] {
          findings[number].holders.append(variant)
        } else {
          numbers[value] = findings.count
          findings.append(Finding(value: value, holders: [variant]))
          if order[value.path] == nil { order[value.path] = order.count }
        }
      }
    }
    return findings.enumerated().sorted {
      (order[$0.element.value.path] ?? 0, $0.offset) < (order[$1.element.value.path] ?? 0, $1.offset)
    }.map(\.element)
  }

  private func lines(_ findings: [Finding], among variants: [Spec.Variant]) -> String {
    let width = min(48, findings.map { "\($0.value.path) = \($0.value.text)".count }.max() ?? 0)
    return findings.map { finding in
      let (value, variant) = (finding.value, finding.holders[0])
      let head = "\(value.path) = \(value.text)"
      let padding = String(repeating: " ", count: max(0, width - head.count))
      let origin = value.origin.range.map { describe($0, in: variant) } ?? "default"
      let note =
        finding.holders.count >= variants.count ? nil : groups.phrase(for: finding.holders, knowing: value.path)
      let replaced = value.replaced.map { range in
        "\n    replaces \(excerpt(of: range)) at \(describe(range, in: variant))"
      }
      return "\(head)\(padding)  \(origin)\(note.map { " (\($0))" } ?? "")\(replaced.joined())\n"
    }.joined()
  }

  /// The place and the layer that it belongs to.
  private func describe(_ range: SourceRange, in variant: Spec.Variant) -> String {
    switch variant.layer(writing: range) {
    case .variant(let name): "\(range), variant '\(name)'"
    case .cell: "\(range), sweep"
    case .files, .commandLine, nil: range.description
    }
  }

  /// The first line of what is written at `range`, cut where it is long.
  private func excerpt(of range: SourceRange) -> String {
    let line = String(range.text.prefix { !$0.isNewline })
    return line.count > 40 || line.count < range.text.count ? "\(line.prefix(40))…" : line
  }
}

extension SettledValue {
  /// Whether the value stands at `path` or below it.
  fileprivate func isAt(_ path: String) -> Bool { self.path == path || self.path.isBelow(path) }
}

extension String {
  /// Whether this path leads to a part of what `path` leads to.
  fileprivate func isBelow(_ path: String) -> Bool {
    utf8.count > path.utf8.count && utf8.starts(with: path.utf8)
      && utf8[utf8.index(utf8.startIndex, offsetBy: path.utf8.count)] == UInt8(ascii: ".")
  }
}
