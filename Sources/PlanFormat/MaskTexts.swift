import MaskAlgebra

/// The texts of masks, each of which is found once: many stages and variants have the same masks.
package struct MaskTexts {
  private var whole: [MaskConfiguration: String] = [:]
  private var byTask: [MaskConfiguration: [String: String]] = [:]

  package init() {}

  /// The canonical text of `masks`.
  mutating func text(of masks: MaskConfiguration) -> String {
    if let known = whole[masks] { return known }
    let text = masks.canonicalText
    whole[masks] = text
    return text
  }

  /// The canonical text of the mask of `task` among `masks`.
  mutating func text(of task: String, in masks: MaskConfiguration) -> String {
    if let known = byTask[masks]?[task] { return known }
    let text = masks[task]?.canonicalText ?? ""
    byTask[masks, default: [:]][task] = text
    return text
  }
}
