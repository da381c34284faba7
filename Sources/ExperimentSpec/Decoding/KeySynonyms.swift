import Text

/// The names of `known`, keys that can stand in one place, that someone who wrote `key` may have meant, the likeliest
/// first: those that it is a synonym for, then those that it is like.
func keysMeant(by key: String, among known: some Sequence<String>) -> [String] {
  likelyMeant(by: key, among: known, knowing: keySynonyms)
}

/// Whether `key` is `name` or a synonym for it; likeness is not enough.
func isName(_ key: String, for name: String) -> Bool { key == name || keySynonyms.names(for: key).contains(name) }

/// What other programs call the keys of specifications.
///
/// Words that mean something else there, such as `sparsity` for the fraction that is dropped, are not listed.
let keySynonyms = Synonyms([
  // The file.
  "version": ["sharespec"], "experiment": ["name"], "id": ["name"], "title": ["name"], "inherit": ["extends"],
  "inherits": ["extends"], "include": ["extends"], "import": ["extends"], "parent": ["extends"],
  "hypotheses": ["claims"], "hypothesis": ["claims"], "expectations": ["claims"], "claim": ["claims"],
  "on": ["score"], "column": ["score"], "margin": ["by"], "at_least": ["by"], "versus": ["than"], "against": ["than"],
  "level": ["alpha", "levels"], "p": ["alpha"], "samples": ["resamples"], "permutations": ["resamples"],
  "control": ["baseline"], "grid": ["sweep"], "search": ["sweep"], "reports": ["report"],
  "manual_seed": ["seed"], "random_seed": ["seed"], "random_state": ["seed"], "corpora": ["datasets"],
  "corpus": ["datasets", "dataset"], "data": ["datasets", "dataset"], "dataset": ["datasets"], "model": ["base"],
  "network": ["base"], "trainer": ["training"], "train": ["training"], "pretraining": ["warmup"],
  "max_hours": ["hours"], "max_memory": ["memory"], "max_disk": ["disk"], "random_seeds": ["seeds"],
  "evaluation": ["evaluate"], "eval": ["evaluate"], "test_sets": ["evaluate"], "testsets": ["evaluate"],

  // Datasets and tasks.
  "type": ["kind", "format"], "train_file": ["train"], "train_path": ["train"], "dev_file": ["dev"],
  "development": ["dev"], "val": ["dev"], "valid": ["dev"], "validation": ["dev"], "test_file": ["test"],
  "comment": ["comments"], "ignore": ["skip"], "dev_fraction": ["hold_out"],
  "validation_split": ["hold_out"], "label": ["column"], "layer": ["column", "layers"],
  "target": ["to", "column"], "source": ["from"], "measure": ["metric"], "metrics": ["metric"], "score": ["metric"],
  "encoding": ["scheme"], "tag_format": ["scheme"], "tag_scheme": ["scheme"], "tagging_scheme": ["scheme"],

  // The base network.
  "embedding": ["words", "pretrained"], "embeddings": ["words", "pretrained"], "word_embeddings": ["words"],
  "char": ["characters"], "chars": ["characters"], "char_cnn": ["characters"], "char_embeddings": ["characters"],
  "lstm": ["encoder"], "bilstm": ["encoder"], "rnn": ["encoder"], "classifier": ["head"], "decoder": ["head"],
  "dropout_rate": ["dropout"], "dim": ["dimension"], "char_dim": ["dimension"], "embedding_dim": ["dimension"],
  "embedding_size": ["dimension"], "emb_dim": ["dimension"], "emb_size": ["dimension"],
  "size": ["dimension", "hidden"], "word_dim": ["dimension"], "glove": ["pretrained"], "vectors": ["pretrained"],
  "pretrained_embeddings": ["pretrained"],
  "lower": ["lowercase"], "do_lower_case": ["lowercase"], "min_count": ["minimum_count"], "min_freq": ["minimum_count"],
  "min_frequency": ["minimum_count"], "kernel": ["width"], "kernel_size": ["width"], "channels": ["filters"],
  "num_filters": ["filters"], "out_channels": ["filters"], "depth": ["layers"], "n_layers": ["layers"],
  "num_layers": ["layers"], "hidden_dim": ["hidden"], "hidden_size": ["hidden"], "hidden_units": ["hidden"],
  "n_hidden": ["hidden"], "num_units": ["hidden"], "units": ["hidden"],

  // Pruning and training.
  "iterations": ["rounds"], "n_rounds": ["rounds"], "num_rounds": ["rounds"], "keep": ["final"],
  "prune_rate": ["rate"], "pruning_rate": ["rate"], "rewind": ["reset"], "minibatch": ["batch"],
  "batch_size": ["batch"], "train_batch_size": ["batch"], "max_epochs": ["epochs"], "n_epochs": ["epochs"],
  "num_epochs": ["epochs"], "num_train_epochs": ["epochs"], "optim": ["optimizer"], "optimiser": ["optimizer"],
  "lr": ["learning_rate"], "eta": ["learning_rate"], "step_size": ["learning_rate"], "rate": ["learning_rate"],
  "lr_decay": ["decay"], "learning_rate_decay": ["decay"], "clip_grad": ["clip"], "clipping": ["clip"],
  "grad_clip": ["clip"], "gradient_clipping": ["clip"], "clip_norm": ["clip"], "max_grad_norm": ["clip"],
  "loss_weights": ["weights"], "task_weights": ["weights"], "sampler": ["sampling"],
])
