namespace Attune.Training;

/// <summary>What a recipe must not say.</summary>
internal static class RecipeRules
{
    public static IEnumerable<string> Problems(Recipe recipe) =>
    [
        .. OneOf("architecture", recipe.Architecture, "gpt2", "llama", "transformer"),
        .. OneOf("optimizer", recipe.Optimizer, "adamw", "adam", "rmsprop", "nesterov", "momentum", "sgd"),
        .. OneOf("schedule", recipe.Schedule, "cosine", "linear", "constant", "inverse-sqrt", "step", "wsd"),
        .. OneOf("precision", recipe.Precision, "f32", "bf16"),
        .. OneOf("sampling", recipe.Sampling, "random", "epochs", "documents"),
        .. OneOf("norm", recipe.Norm, "post", "pre"),
        .. OneOf("positions", recipe.Positions, "sinusoidal", "learned", "none"),
        .. OneOf("pair_generator", recipe.PairGenerator, "german", "copy"),
        .. OneOf("tokenizer", recipe.Tokenizer, [.. Corpus.Algorithms.Keys]),
        .. AtLeast(1, ("layers", recipe.Layers), ("steps", recipe.Steps), ("batch_size", recipe.BatchSize), ("batch_tokens", recipe.BatchTokens), ("generated_pairs", recipe.GeneratedPairs), ("accumulation", recipe.Accumulation), ("context_length", recipe.ContextLength),
            ("vocabulary_size", recipe.VocabularySize), ("stories", recipe.Stories), ("evaluate_every", recipe.EvaluateEvery), ("keep_checkpoints", recipe.KeepCheckpoints)),
        .. AtLeast(0, ("key_heads", recipe.KeyHeads), ("inner_width", recipe.InnerWidth), ("warmup_steps", recipe.WarmupSteps), ("evaluation_tokens", recipe.EvaluationTokens),
            ("patience", recipe.Patience), ("save_every", recipe.SaveEvery), ("average_checkpoints", recipe.AverageCheckpoints), ("sample_every", recipe.SampleEvery),
            ("sample_tokens", recipe.SampleTokens)),
        .. Between(0, 1, ("dropout", recipe.Dropout), ("initializer_range", recipe.InitializerRange), ("beta1", recipe.Beta1), ("beta2", recipe.Beta2), ("label_smoothing", recipe.LabelSmoothing),
            ("validation_share", recipe.ValidationShare)),
        .. Between(0, 1e6, ("learning_rate", recipe.LearningRate), ("final_learning_rate", recipe.FinalLearningRate), ("epsilon", recipe.Epsilon),
            ("weight_decay", recipe.WeightDecay), ("clip_norm", recipe.ClipNorm), ("clip_value", recipe.ClipValue)),
        .. Contradictions(recipe),
    ];

    private static IEnumerable<string> Contradictions(Recipe recipe)
    {
        if (recipe.Heads < 1 || recipe.Width < 1)
            yield return $"heads: expected at least 1 head and a width of at least 1, found {recipe.Heads} and {recipe.Width}";
        else if (recipe.Width % recipe.Heads != 0)
            yield return $"heads: expected a divisor of width ({recipe.Width}), found {recipe.Heads}";
        if (recipe.WarmupSteps >= recipe.Steps && recipe.Schedule != "inverse-sqrt")
            yield return $"warmup_steps: expected fewer than steps ({recipe.Steps}), found {recipe.WarmupSteps}";
        if (recipe.FinalLearningRate > recipe.LearningRate && recipe.Schedule is "cosine" or "linear" or "wsd" or "step")
            yield return $"final_learning_rate: expected at most learning_rate ({recipe.LearningRate}), found {recipe.FinalLearningRate}";
        if (recipe.AverageCheckpoints > recipe.KeepCheckpoints)
            yield return $"average_checkpoints: expected at most keep_checkpoints ({recipe.KeepCheckpoints}), found {recipe.AverageCheckpoints}";
        if (recipe.TokensPerStep > int.MaxValue)
            yield return $"batch_size: expected at most {int.MaxValue} tokens of a step, found {recipe.TokensPerStep}";
    }

    private static IEnumerable<string> OneOf(string name, string value, params string[] known) =>
        known.Contains(value) ? [] : [$"{name}: expected one of {string.Join(", ", known)}, found '{value}'"];

    private static IEnumerable<string> AtLeast(int least, params (string Name, int Value)[] fields) =>
        from field in fields where field.Value < least select $"{field.Name}: expected at least {least}, found {field.Value}";

    private static IEnumerable<string> Between(double low, double below, params (string Name, double Value)[] fields) =>
        from field in fields where !(field.Value >= low && field.Value < below) select $"{field.Name}: expected at least {low} and below {below}, found {field.Value}";
}
