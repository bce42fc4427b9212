namespace ModelGen.CudaStandIn.Execution;

/// <summary>
/// Where lanes that part at a jump meet again: at the first place that all ways from there to the end of the kernel go through (its immediate post-dominator, as A Simple, Fast Dominance Algorithm
/// by Cooper, Harvey and Kennedy finds it on the ways backwards).
/// </summary>
internal sealed class MeetingPoints
{
    private const int Unknown = -1;

    private readonly Instruction[] code;
    private readonly int end;
    private readonly List<int>[] before;
    private readonly int[] rank;
    private readonly int[] meeting;

    private MeetingPoints(Instruction[] code)
    {
        this.code = code;
        end = code.Length;
        before = [.. Enumerable.Range(0, end + 1).Select(_ => new List<int>())];
        for (int place = 0; place < end; place++)
        {
            foreach (int next in After(place))
                before[next].Add(place);
        }

        rank = new int[end + 1];
        meeting = new int[end + 1];
        Array.Fill(rank, Unknown);
        Array.Fill(meeting, Unknown);
    }

    /// <summary>Tells every jump that some lanes may do and others not where they meet again.</summary>
    public static void Set(Instruction[] code)
    {
        int[] meeting = new MeetingPoints(code).Find();
        for (int place = 0; place < code.Length; place++)
        {
            if (code[place] is Branch branch && meeting[place] != Unknown)
                branch.MeetAt(meeting[place]);
        }
    }

    private int[] Find()
    {
        List<int> order = FromTheEnd();
        meeting[end] = end;
        for (bool changes = true; changes;)
        {
            changes = false;
            foreach (int place in order.Where(place => place != end))
            {
                int found = Unknown;
                foreach (int next in After(place).Where(next => meeting[next] != Unknown))
                    found = found == Unknown ? next : Common(found, next);
                changes |= meeting[place] != found;
                meeting[place] = found;
            }
        }

        return meeting;
    }

    // The end first, and each place behind one that it leads to; what never ends is not there.
    private List<int> FromTheEnd()
    {
        var finished = new List<int>();
        var seen = new bool[end + 1];
        var open = new Stack<(int Place, int Next)>();
        open.Push((end, 0));
        seen[end] = true;
        while (open.TryPop(out (int Place, int Next) at))
        {
            if (at.Next == before[at.Place].Count)
            {
                rank[at.Place] = finished.Count;
                finished.Add(at.Place);
                continue;
            }

            open.Push((at.Place, at.Next + 1));
            int further = before[at.Place][at.Next];
            if (!seen[further])
            {
                seen[further] = true;
                open.Push((further, 0));
            }
        }

        finished.Reverse();
        return finished;
    }

    private int Common(int one, int other)
    {
        while (one != other)
        {
            while (rank[one] < rank[other])
                one = meeting[one];
            while (rank[other] < rank[one])
                other = meeting[other];
        }

        return one;
    }

    private int[] After(int place) => code[place] switch
    {
        Branch { Guard: < 0 } jump => [jump.Target],
        Branch jump => [jump.Target, place + 1],
        Exit { Guard: < 0 } => [end],
        Exit => [end, place + 1],
        _ => [place + 1],
    };
}
