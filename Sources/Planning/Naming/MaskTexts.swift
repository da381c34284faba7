package import MaskAlgebra

/// The texts of masks, each found once: many stages and variants have the same masks, over networks of several sizes.
package struct MaskTexts {
  private var whole: [MaskConfiguration: String] = [:]
  private var byTask: [MaskConfiguration: [String: String]] = [:]

  /// The texts of masks over networks without sizes, which texts do not depend on.
  private var ofAnySize: [MaskConfiguration: String] = [:]

  package init() {}

  /// The canonical text of `masks`.
  package mutating func text(of masks: MaskConfiguration) -> String {
    if let known = whole[masks] { return known }
    let shape = masks.moved(to: masks.universe.withoutSizes)
    let text = ofAnySize[shape] ?? masks.canonicalText
    (whole[masks], ofAnySize[shape]) = (text, text)
    return text
  }

  /// The canonical text of the mask of `task` among `masks`.
  package mutating func text(of task: String, in masks: MaskConfiguration) -> String {
    if let known = byTask[masks]?[task] { return known }
    let text = masks[task]?.canonicalText ?? ""
    byTask[masks, default: [:]][task] = text
    return text
  }
}
