using System.Diagnostics;

namespace Attune.Cli.Tests;

public class FullDiskTests
{
    [SmallDiskFact]
    public async Task A_full_disk_ends_a_run_in_one_line_and_its_newest_checkpoint_is_whole()
    {
        using var script = Process.Start(new ProcessStartInfo(
            Path.Combine(RepositoryTests.Root, "bench", "full-disk"), ["4", Path.Combine(AppContext.BaseDirectory, "attune.dll")])
        {
            RedirectStandardOutput = true,
        })!;
        string output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();

        Assert.True(script.ExitCode == 0, output);
        Assert.StartsWith("4 times the disk was full", output, StringComparison.Ordinal);
    }

    /// <summary>A test that mounts a small disk in a namespace of its own, and is reported as skipped where the system does not let it.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SmallDiskFactAttribute : FactAttribute
    {
        public SmallDiskFactAttribute()
        {
            if (!CanMount())
                Skip = "needs Linux where users may make namespaces (unshare --user --mount)";
        }

        private static bool CanMount()
        {
            if (!OperatingSystem.IsLinux())
                return false;
            try
            {
                using var attempt = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", Path.GetTempPath()])
                {
                    RedirectStandardError = true,
                })!;
                attempt.WaitForExit();
                return attempt.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
