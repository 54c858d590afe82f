namespace Attune.Tokenizers.Tests;

/// <summary>Published tokenizers of the shared data, loaded once, and the novels.</summary>
internal static class Real
{
    private static readonly Lazy<Tokenizer> s_cl100k = Lazily("tokenizers/tiktoken/cl100k_base.tiktoken");
    private static readonly Lazy<Tokenizer> s_gpt2 = Lazily("tokenizers/gpt2");
    private static readonly Lazy<Tokenizer> s_llama = Lazily("tokenizers/gguf/ggml-vocab-llama-spm.gguf");
    private static readonly Lazy<Tokenizer> s_bert = Lazily("tokenizers/gguf/ggml-vocab-bert-bge.gguf");
    private static readonly Lazy<Tokenizer> s_unigram = Lazily("tokenizers/sentencepiece/test_model.model");

    /// <summary>Byte-level BPE of tiktoken.</summary>
    public static Tokenizer Cl100k => s_cl100k.Value;

    /// <summary>Byte-level BPE of merges.</summary>
    public static Tokenizer Gpt2 => s_gpt2.Value;

    /// <summary>SentencePiece's BPE with byte fallback.</summary>
    public static Tokenizer Llama => s_llama.Value;

    /// <summary>WordPiece.</summary>
    public static Tokenizer Bert => s_bert.Value;

    /// <summary>SentencePiece's Unigram.</summary>
    public static Tokenizer Unigram => s_unigram.Value;

    /// <summary>The first novels in order of name, as many as have this many characters together.</summary>
    public static string Novels(int characters)
    {
        var text = new System.Text.StringBuilder();
        foreach (string file in Directory.EnumerateFiles(SharedData.Locate("text/novels")!, "*.txt").Order(StringComparer.Ordinal))
        {
            text.Append(File.ReadAllText(file));
            if (text.Length >= characters)
                break;
        }

        return text.ToString(0, Math.Min(characters, text.Length));
    }

    private static Lazy<Tokenizer> Lazily(string path) => new(() => Tokenizer.Load(SharedData.Locate(path)!));
}
