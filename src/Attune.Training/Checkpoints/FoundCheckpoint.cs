using Attune.Formats;

namespace Attune.Training;

/// <summary>The checkpoint to go on from.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="State">What it knows; its files are what was saved.</param>
/// <param name="Damaged">Newer ones that are not whole, newest first, with what is wrong.</param>
internal sealed record FoundCheckpoint(string Path, CheckpointState State, IReadOnlyList<(string Path, InvalidFileException Damage)> Damaged)
{
    /// <summary>The newest whole checkpoint of a folder; null where there are none at all.</summary>
    /// <exception cref="InvalidFileException">All are damaged: what is wrong with the newest.</exception>
    public static FoundCheckpoint? In(string folder)
    {
        var damaged = new List<(string, InvalidFileException Damage)>();
        foreach (string path in Checkpoint.All(folder).Reverse())
        {
            try
            {
                return new FoundCheckpoint(path, Checkpoint.ReadState(path), damaged);
            }
            catch (InvalidFileException damage)
            {
                damaged.Add((path, damage));
            }
        }

        return damaged.Count == 0 ? null : throw damaged[0].Damage;
    }

    /// <summary>Sets the damaged ones aside, so that they do not count as the newest again.</summary>
    /// <returns>A line for each, to be told.</returns>
    public IEnumerable<string> SetDamagedAside()
    {
        foreach (var (path, damage) in Damaged)
            yield return $"{damage.Message}; the run goes on from {System.IO.Path.GetFileName(Path)}, the damaged checkpoint is set aside as {Checkpoint.SetAside(path)}";
    }
}
