package import ExperimentGraph
package import ExperimentSpec

/// The sharing of many variants, explained to people: those that share alike together.
package struct MaskExplanations: Sendable {
  private let groups: VariantGroups

  /// The explanations in the order of the first variant that each is of.
  private var explanations: [(text: String, variants: [Spec.Variant])] = []

  /// The explanations of `resolved`, variants of `spec`.
  package init(_ resolved: [ResolvedVariant], of spec: Spec) {
    groups = VariantGroups(spec.variants)
    let variants = Dictionary(spec.variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var numbers: [String: Int] = [:]
    for one in resolved {
      guard let variant = variants[one.name] else { continue }
      let text = MaskExplanation(one).text
      if let number = numbers[text] {
        explanations[number].variants.append(variant)
      } else {
        numbers[text] = explanations.count
        explanations.append((text, [variant]))
      }
    }
  }

  /// A block for each explanation, under the names of its variants.
  package var text: String {
    explanations.map { text, variants in
      let names = groups.names(of: variants)
      return (variants.count == 1 ? "variant \(names)" : "variants: \(names)") + "\n\(text)"
    }.joined(separator: "\n").trimmingLastBreak
  }
}

extension String {
  /// The text without the break at its end.
  fileprivate var trimmingLastBreak: String { last == "\n" ? String(dropLast()) : self }
}
