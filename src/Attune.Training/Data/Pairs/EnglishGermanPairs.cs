namespace Attune.Training;

/// <summary>English sentences and their German translations: one meaning, written by the rules of each language.</summary>
internal sealed class EnglishGermanPairs() : PairGenerator(Site)
{
    private const uint Site = 0x50414952;
    private const int FewestWords = 4, MostWords = 8;

    private protected override SentencePair Draw(IndexedRandom random)
    {
        var maker = new SentenceMaker(random);
        while (true)
        {
            var sentence = maker.Next();
            string english = sentence.InEnglish();
            if (english.AsSpan().Count(' ') + 1 is >= FewestWords and <= MostWords)
                return new SentencePair(english, sentence.InGerman());
        }
    }
}
