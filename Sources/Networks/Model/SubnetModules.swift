internal import Model
package import TensorFiles

extension Parameters {
  /// The tensors that task number `task` computes with, under the names that PyTorch's modules give them.
  ///
  /// `words`, `characters` (Embedding), `char_cnn` (Conv1d), `encoder` (the module of its cell, with as many layers as
  /// the head reads), `head` (Linear) and, for a CRF, `crf.transitions` (*shape* K × K, from a tag to the next),
  /// `crf.start` and `crf.end` (K). Where towers are coupled, tower i has `towers.i.char_cnn` and for each layer l a
  /// module of one layer, `towers.i.layers.l`, after which it continues with row i of `coupling.l` (T × T) times all
  /// towers' outputs.
  ///
  /// With `masks`, those of all tasks, scalars outside a mask are 0; a tower beside the task's own has its own task's.
  package func modules(ofTask task: Int, masks: [SubnetMask]?) -> [String: Safetensors.Tensor] {
    let shape = layout.shape
    let plan = TaskPlan(task: task, layout: layout, masks: masks ?? shape.heads.map { _ in .everything(of: layout) })
    let isCoupled = shape.coupling != .none
    var modules = ModuleTensors(parameters: self, plan: plan)
    modules.add("embedding.words", as: "words.weight")
    if shape.characters != nil { modules.add("embedding.chars", as: "characters.weight") }
    for (position, tower) in plan.towers.enumerated() {
      let target = isCoupled ? "towers.\(position)." : ""
      if let characters = shape.characters {
        let convolution = plan.convolutions[plan.convolutionOfTower[position]]
        for slot in characters.shape.slots {
          let (tensor, mask) =
            switch slot.name.attribute {
            case .weights: (convolution.weight, convolution.weightMask)
            case .biases: (convolution.bias, convolution.biasMask)
            }
          modules.add(layout.tensors[tensor].name, as: target + slot.name.text, mask)
        }
      }
      for tensor in layout.tensors {
        guard case .encoder(let own, let layer) = tensor.role, own == tower, layer <= plan.head.depth,
          case .encoder(var name) = tensor.slot
        else { continue }
        if isCoupled {
          name.layer = 1
          modules.add(tensor.name, as: "\(target)layers.\(layer - 1).\(name.text)")
        } else {
          modules.add(tensor.name, as: SlotName.encoder(name).text)
        }
      }
    }
    for (layer, coupling) in plan.couplings.enumerated() {
      modules.add(layout.tensors[coupling].name, as: "coupling.\(layer)")
    }
    for (tensor, name) in zip(
      plan.headTensors, ["head.weight", "head.bias", "crf.transitions", "crf.start", "crf.end"])
    {
      modules.add(layout.tensors[tensor].name, as: name)
    }
    return modules.tensors
  }
}

/// Tensors of a task's subnet by the names of modules.
private struct ModuleTensors {
  let parameters: Parameters
  let plan: TaskPlan
  var tensors: [String: Safetensors.Tensor] = [:]

  /// Adds the tensor that the layout calls `source`, under `mask` or else the one that the task uses it with.
  mutating func add(_ source: String, as name: String, _ mask: TensorMask? = nil) {
    guard let index = parameters.layout.index(of: source) else { return }
    let tensor = parameters.layout.tensors[index]
    var values = Array(parameters.values[tensor.range])
    let mask = mask ?? plan.uses[index]
    if mask != .all { for index in values.indices where !mask.keeps(index) { values[index] = 0 } }
    tensors[name] = Safetensors.Tensor(shape: tensor.shape, floats: values)
  }
}
