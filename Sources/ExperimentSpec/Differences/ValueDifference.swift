/// A value that is not the same in two specifications.
package struct ValueDifference: Hashable, Sendable {
  package let path: String

  /// The value of the first specification; `nil` where only the second has one.
  package let old: SettledValue?

  /// The value of the second specification; `nil` where only the first has one.
  package let new: SettledValue?

  /// The variants of the second specification that differ so.
  package fileprivate(set) var variants: [String]
}

extension Spec {
  /// The values in which variants of `new` differ from variants of this specification, each difference once.
  ///
  /// - Parameter pairs: the names of variants to compare, here and in `new`.
  package func differences(to new: Spec, in pairs: [(old: String, new: String)]) -> [ValueDifference] {
    var found: [ValueDifference] = []
    let oldVariants = Dictionary(variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let newVariants = Dictionary(new.variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var places: [ValueDifference.Key: Int] = [:]
    for pair in pairs {
      guard let left = oldVariants[pair.old], let right = newVariants[pair.new] else { continue }
      for difference in left.differences(to: right) {
        let key = ValueDifference.Key(difference)
        if let place = places[key] {
          found[place].variants.append(pair.new)
        } else {
          places[key] = found.count
          found.append(difference)
        }
      }
    }
    return found
  }
}

extension ValueDifference {
  /// What makes two differences the same, in whichever variants they are.
  fileprivate struct Key: Hashable {
    let path: String
    let old: SettledValue?
    let new: SettledValue?

    init(_ difference: ValueDifference) {
      path = difference.path
      old = difference.old
      new = difference.new
    }
  }
}

extension Spec.Variant {
  /// The values that are not the same in `new`, in the order of the language.
  fileprivate func differences(to new: Spec.Variant) -> [ValueDifference] {
    let (left, right) = (settled, new.settled)
    let oldValues = Dictionary(left.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let newPaths = Set(right.map(\.path))
    let changed = right.compactMap { value -> ValueDifference? in
      let old = oldValues[value.path]
      if old?.text == value.text { return nil }
      return ValueDifference(path: value.path, old: old, new: value, variants: [new.name])
    }
    let gone = left.filter { !newPaths.contains($0.path) }.map {
      ValueDifference(path: $0.path, old: $0, new: nil, variants: [new.name])
    }
    return changed + gone
  }
}
